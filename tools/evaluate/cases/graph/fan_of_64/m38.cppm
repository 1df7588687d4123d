export module m38;
export constexpr int value38 = 1;
