export module m38;
import m37;
export constexpr int value38 = value37 + 1;
