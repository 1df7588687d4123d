export module m11;
export constexpr int value11 = 1;
