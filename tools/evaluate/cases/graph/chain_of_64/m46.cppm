export module m46;
import m45;
export constexpr int value46 = value45 + 1;
