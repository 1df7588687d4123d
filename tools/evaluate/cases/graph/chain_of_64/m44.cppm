export module m44;
import m43;
export constexpr int value44 = value43 + 1;
