export module m12;
export constexpr int value12 = 1;
