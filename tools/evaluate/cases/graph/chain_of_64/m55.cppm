export module m55;
import m54;
export constexpr int value55 = value54 + 1;
