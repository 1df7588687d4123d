export module m;
export struct hidden;
export hidden& get();
export int value_of(const hidden& of);
