export module m;
export int first();
export int second();
