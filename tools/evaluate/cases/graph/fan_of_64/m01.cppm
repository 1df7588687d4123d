export module m01;
export constexpr int value01 = 1;
