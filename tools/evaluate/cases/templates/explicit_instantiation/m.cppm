export module m;
export template <class T>
T half(T of) {
  return of / 2;
}
extern template int half<int>(int);
