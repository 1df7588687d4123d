export module m;
int scale(int by) {
  return 2 * by;
}
template <class T>
struct holder {
  T value;
};
export template <class T>
T twice(T of) {
  return holder<T>{scale(of)}.value;
}
