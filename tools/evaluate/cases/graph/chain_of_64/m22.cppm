export module m22;
import m21;
export constexpr int value22 = value21 + 1;
