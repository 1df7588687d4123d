export module m35;
import m34;
export constexpr int value35 = value34 + 1;
