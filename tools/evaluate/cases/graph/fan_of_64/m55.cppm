export module m55;
export constexpr int value55 = 1;
