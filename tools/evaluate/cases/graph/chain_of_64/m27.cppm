export module m27;
import m26;
export constexpr int value27 = value26 + 1;
