export module m;
export import :low;
export import :high;
