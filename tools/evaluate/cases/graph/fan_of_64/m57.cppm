export module m57;
export constexpr int value57 = 1;
