export module m40;
export constexpr int value40 = 1;
