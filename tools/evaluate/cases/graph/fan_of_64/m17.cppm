export module m17;
export constexpr int value17 = 1;
