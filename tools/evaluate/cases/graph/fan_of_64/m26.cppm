export module m26;
export constexpr int value26 = 1;
