export module m;
export int call();
