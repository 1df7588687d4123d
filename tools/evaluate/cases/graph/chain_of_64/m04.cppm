export module m04;
import m03;
export constexpr int value04 = value03 + 1;
