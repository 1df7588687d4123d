export module m18;
import m17;
export constexpr int value18 = value17 + 1;
