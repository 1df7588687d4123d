export module m54;
export constexpr int value54 = 1;
