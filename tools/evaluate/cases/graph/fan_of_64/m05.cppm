export module m05;
export constexpr int value05 = 1;
