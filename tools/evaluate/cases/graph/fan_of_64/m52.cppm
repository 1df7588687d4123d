export module m52;
export constexpr int value52 = 1;
