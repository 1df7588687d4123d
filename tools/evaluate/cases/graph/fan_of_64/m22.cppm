export module m22;
export constexpr int value22 = 1;
