export module m16;
export constexpr int value16 = 1;
