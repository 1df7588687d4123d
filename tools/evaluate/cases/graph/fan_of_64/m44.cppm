export module m44;
export constexpr int value44 = 1;
