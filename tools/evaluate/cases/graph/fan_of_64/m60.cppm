export module m60;
export constexpr int value60 = 1;
