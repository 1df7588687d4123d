export module m07;
import m06;
export constexpr int value07 = value06 + 1;
