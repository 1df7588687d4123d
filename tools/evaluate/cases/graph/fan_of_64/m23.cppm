export module m23;
export constexpr int value23 = 1;
