export module m29;
import m28;
export constexpr int value29 = value28 + 1;
