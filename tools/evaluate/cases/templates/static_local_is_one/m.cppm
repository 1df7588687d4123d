export module m;
export template <class T>
int next() {
  static int count = 0;
  return ++count;
}
