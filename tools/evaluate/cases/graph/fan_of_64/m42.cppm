export module m42;
export constexpr int value42 = 1;
