export module m24;
export constexpr int value24 = 1;
