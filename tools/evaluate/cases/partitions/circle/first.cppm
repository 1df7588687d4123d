export module m:first;
export int one();
