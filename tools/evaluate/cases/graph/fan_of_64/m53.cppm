export module m53;
export constexpr int value53 = 1;
