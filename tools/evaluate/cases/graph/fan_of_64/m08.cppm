export module m08;
export constexpr int value08 = 1;
