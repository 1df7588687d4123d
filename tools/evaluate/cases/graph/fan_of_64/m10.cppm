export module m10;
export constexpr int value10 = 1;
