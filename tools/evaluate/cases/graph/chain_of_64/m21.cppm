export module m21;
import m20;
export constexpr int value21 = value20 + 1;
