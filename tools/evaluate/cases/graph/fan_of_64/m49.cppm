export module m49;
export constexpr int value49 = 1;
