export module m;
export import :first;
template <class T>
template <class U>
U number<T>::plus(U more) const {
  return static_cast<U>(value) + more;
}
