export module m37;
import m36;
export constexpr int value37 = value36 + 1;
