export module m;
export inline int next() {
  const auto count = [] {
    static int number = 0;
    return ++number;
  };
  return count();
}
export int next_of_module();
