export module m;
export extern const int limit;
