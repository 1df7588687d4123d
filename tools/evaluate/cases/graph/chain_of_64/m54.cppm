export module m54;
import m53;
export constexpr int value54 = value53 + 1;
