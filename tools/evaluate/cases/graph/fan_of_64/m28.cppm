export module m28;
export constexpr int value28 = 1;
