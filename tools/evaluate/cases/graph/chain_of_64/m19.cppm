export module m19;
import m18;
export constexpr int value19 = value18 + 1;
