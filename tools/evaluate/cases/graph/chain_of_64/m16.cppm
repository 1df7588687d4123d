export module m16;
import m15;
export constexpr int value16 = value15 + 1;
