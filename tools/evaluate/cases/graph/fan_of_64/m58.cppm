export module m58;
export constexpr int value58 = 1;
