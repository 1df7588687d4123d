export module m50;
export constexpr int value50 = 1;
