export module m04;
export constexpr int value04 = 1;
