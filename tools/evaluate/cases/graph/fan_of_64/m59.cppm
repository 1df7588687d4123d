export module m59;
export constexpr int value59 = 1;
