export module m36;
import m35;
export constexpr int value36 = value35 + 1;
