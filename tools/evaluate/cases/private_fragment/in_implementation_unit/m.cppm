export module m;
export int f();
