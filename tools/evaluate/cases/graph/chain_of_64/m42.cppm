export module m42;
import m41;
export constexpr int value42 = value41 + 1;
