export module m61;
export constexpr int value61 = 1;
