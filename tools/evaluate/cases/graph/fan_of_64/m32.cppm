export module m32;
export constexpr int value32 = 1;
