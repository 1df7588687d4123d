export module m;
export import :part;
