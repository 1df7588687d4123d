export module m:first;
export int shared();
