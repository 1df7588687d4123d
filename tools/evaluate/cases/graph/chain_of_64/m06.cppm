export module m06;
import m05;
export constexpr int value06 = value05 + 1;
