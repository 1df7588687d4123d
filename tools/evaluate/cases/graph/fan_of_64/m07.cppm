export module m07;
export constexpr int value07 = 1;
