export module m28;
import m27;
export constexpr int value28 = value27 + 1;
