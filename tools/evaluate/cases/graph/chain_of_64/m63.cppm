export module m63;
import m62;
export constexpr int value63 = value62 + 1;
