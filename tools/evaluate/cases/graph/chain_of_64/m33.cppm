export module m33;
import m32;
export constexpr int value33 = value32 + 1;
