export module m;
template <class T>
concept small = sizeof(T) < 8;
export template <class T>
concept tiny = small<T> && sizeof(T) == 1;
