export module m20;
export constexpr int value20 = 1;
