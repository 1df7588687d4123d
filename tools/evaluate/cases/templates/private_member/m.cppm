export module m;
export template <class T>
int value_of(const T& of) {
  return of.value;
}
