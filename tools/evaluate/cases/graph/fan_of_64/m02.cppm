export module m02;
export constexpr int value02 = 1;
