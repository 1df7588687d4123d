export module m21;
export constexpr int value21 = 1;
