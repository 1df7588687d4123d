export module m36;
export constexpr int value36 = 1;
