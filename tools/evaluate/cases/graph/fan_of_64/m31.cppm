export module m31;
export constexpr int value31 = 1;
