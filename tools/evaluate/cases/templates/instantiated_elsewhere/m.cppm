export module m;
export template <class T>
struct doubler {
  T twice(T of) const;
};
template <class T>
T doubler<T>::twice(T of) const {
  return of + of;
}
