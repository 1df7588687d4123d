export module m43;
export constexpr int value43 = 1;
