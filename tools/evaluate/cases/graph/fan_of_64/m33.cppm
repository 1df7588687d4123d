export module m33;
export constexpr int value33 = 1;
