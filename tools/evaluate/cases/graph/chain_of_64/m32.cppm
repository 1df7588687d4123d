export module m32;
import m31;
export constexpr int value32 = value31 + 1;
