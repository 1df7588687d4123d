export module m:second;
import :first;
template <class T>
  requires small<T> && (sizeof(T) > 1)
int size_of() {
  return sizeof(T);
}
