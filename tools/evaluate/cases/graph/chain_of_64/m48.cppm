export module m48;
import m47;
export constexpr int value48 = value47 + 1;
