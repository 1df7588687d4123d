export module m27;
export constexpr int value27 = 1;
