export module m;
export int one();
export int two();
