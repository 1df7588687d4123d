export module m11;
import m10;
export constexpr int value11 = value10 + 1;
