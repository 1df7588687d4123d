export module m49;
import m48;
export constexpr int value49 = value48 + 1;
