export module m15;
import m14;
export constexpr int value15 = value14 + 1;
