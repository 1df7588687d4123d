export module m20;
import m19;
export constexpr int value20 = value19 + 1;
