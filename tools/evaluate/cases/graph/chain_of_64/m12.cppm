export module m12;
import m11;
export constexpr int value12 = value11 + 1;
