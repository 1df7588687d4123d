export module m51;
export constexpr int value51 = 1;
