export module m23;
import m22;
export constexpr int value23 = value22 + 1;
