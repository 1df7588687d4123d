export module m10;
import m09;
export constexpr int value10 = value09 + 1;
