export module m14;
import m13;
export constexpr int value14 = value13 + 1;
