export module m50;
import m49;
export constexpr int value50 = value49 + 1;
