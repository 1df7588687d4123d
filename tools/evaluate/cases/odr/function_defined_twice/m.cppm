export module m;
export int value();
