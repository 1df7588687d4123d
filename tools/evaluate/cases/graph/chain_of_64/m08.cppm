export module m08;
import m07;
export constexpr int value08 = value07 + 1;
