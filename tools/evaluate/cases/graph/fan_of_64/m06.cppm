export module m06;
export constexpr int value06 = 1;
