export module m45;
export constexpr int value45 = 1;
