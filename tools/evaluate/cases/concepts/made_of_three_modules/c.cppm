export module c;
export import b;
export template <class T>
concept has_all = has_both<T> && requires(const T& of) { of.name; };
