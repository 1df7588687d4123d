export module m41;
import m40;
export constexpr int value41 = value40 + 1;
