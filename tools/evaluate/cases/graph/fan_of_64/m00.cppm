export module m00;
export constexpr int value00 = 1;
