export module a;
export import :part;
