export module m60;
import m59;
export constexpr int value60 = value59 + 1;
