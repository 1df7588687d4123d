export module m46;
export constexpr int value46 = 1;
