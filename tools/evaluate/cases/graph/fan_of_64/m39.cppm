export module m39;
export constexpr int value39 = 1;
