export module m09;
import m08;
export constexpr int value09 = value08 + 1;
