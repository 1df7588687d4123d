export module m31;
import m30;
export constexpr int value31 = value30 + 1;
