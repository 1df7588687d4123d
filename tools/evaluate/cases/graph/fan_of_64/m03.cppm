export module m03;
export constexpr int value03 = 1;
