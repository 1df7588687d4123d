export module m39;
import m38;
export constexpr int value39 = value38 + 1;
