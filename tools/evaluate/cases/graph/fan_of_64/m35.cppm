export module m35;
export constexpr int value35 = 1;
