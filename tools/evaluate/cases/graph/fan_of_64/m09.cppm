export module m09;
export constexpr int value09 = 1;
