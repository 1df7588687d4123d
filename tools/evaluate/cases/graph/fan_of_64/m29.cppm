export module m29;
export constexpr int value29 = 1;
