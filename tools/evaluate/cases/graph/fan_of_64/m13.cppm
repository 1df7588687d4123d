export module m13;
export constexpr int value13 = 1;
