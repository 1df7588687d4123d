export module m17;
import m16;
export constexpr int value17 = value16 + 1;
