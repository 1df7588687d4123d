export module m47;
export constexpr int value47 = 1;
