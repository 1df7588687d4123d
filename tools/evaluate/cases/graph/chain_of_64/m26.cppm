export module m26;
import m25;
export constexpr int value26 = value25 + 1;
