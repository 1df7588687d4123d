export module m19;
export constexpr int value19 = 1;
