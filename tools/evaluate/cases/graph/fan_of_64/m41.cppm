export module m41;
export constexpr int value41 = 1;
