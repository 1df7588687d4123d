#if 1
export module m;
#endif
export int f();
