export module m62;
export constexpr int value62 = 1;
