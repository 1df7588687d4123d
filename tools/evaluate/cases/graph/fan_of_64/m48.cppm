export module m48;
export constexpr int value48 = 1;
