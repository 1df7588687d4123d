export module m59;
import m58;
export constexpr int value59 = value58 + 1;
