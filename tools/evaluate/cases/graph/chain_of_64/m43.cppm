export module m43;
import m42;
export constexpr int value43 = value42 + 1;
