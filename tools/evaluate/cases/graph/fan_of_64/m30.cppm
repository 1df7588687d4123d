export module m30;
export constexpr int value30 = 1;
