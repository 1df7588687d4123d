export module m56;
export constexpr int value56 = 1;
