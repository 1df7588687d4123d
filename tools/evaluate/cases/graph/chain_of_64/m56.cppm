export module m56;
import m55;
export constexpr int value56 = value55 + 1;
