export module m;
export inline int next() {
  static int count = 0;
  return ++count;
}
export inline thread_local int own = 1;
