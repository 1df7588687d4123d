export module m47;
import m46;
export constexpr int value47 = value46 + 1;
