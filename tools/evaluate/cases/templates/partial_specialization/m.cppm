export module m;
export import :a;
export import :b;
