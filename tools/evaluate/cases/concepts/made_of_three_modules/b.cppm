export module b;
export import a;
export template <class T>
concept has_both = has_size<T> && requires(const T& of) { of.weight; };
