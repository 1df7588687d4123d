export module m18;
export constexpr int value18 = 1;
