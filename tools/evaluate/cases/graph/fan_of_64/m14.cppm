export module m14;
export constexpr int value14 = 1;
