export module m05;
import m04;
export constexpr int value05 = value04 + 1;
