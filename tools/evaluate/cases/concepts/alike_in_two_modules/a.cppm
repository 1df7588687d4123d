export module a;
export template <class T>
concept small = sizeof(T) < 8;
