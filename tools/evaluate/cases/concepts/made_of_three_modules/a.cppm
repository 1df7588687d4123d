export module a;
export template <class T>
concept has_size = requires(const T& of) { of.size; };
