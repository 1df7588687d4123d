export module m34;
import m33;
export constexpr int value34 = value33 + 1;
