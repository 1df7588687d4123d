export module m37;
export constexpr int value37 = 1;
