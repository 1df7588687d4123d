export module m25;
export constexpr int value25 = 1;
