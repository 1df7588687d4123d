export module m13;
import m12;
export constexpr int value13 = value12 + 1;
