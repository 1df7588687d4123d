export module m;
export import "h.hpp";
