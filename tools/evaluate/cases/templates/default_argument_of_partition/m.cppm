export module m;
export import :first;
export import :second;
