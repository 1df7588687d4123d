export module m40;
import m39;
export constexpr int value40 = value39 + 1;
