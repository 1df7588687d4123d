export module m34;
export constexpr int value34 = 1;
