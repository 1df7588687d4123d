export module m;
export int f();
export module other;
