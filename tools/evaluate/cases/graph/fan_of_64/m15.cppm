export module m15;
export constexpr int value15 = 1;
