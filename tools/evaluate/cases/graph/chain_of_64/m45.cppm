export module m45;
import m44;
export constexpr int value45 = value44 + 1;
