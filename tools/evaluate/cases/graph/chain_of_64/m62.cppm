export module m62;
import m61;
export constexpr int value62 = value61 + 1;
