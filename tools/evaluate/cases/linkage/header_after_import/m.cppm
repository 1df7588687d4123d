export module m;
export int shared(double);
