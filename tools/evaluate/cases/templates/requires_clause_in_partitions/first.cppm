export module m:first;
export template <class T>
concept small = sizeof(T) <= 4;
export template <class T>
  requires small<T> && (sizeof(T) > 1)
int size_of();
