export module m63;
export constexpr int value63 = 1;
