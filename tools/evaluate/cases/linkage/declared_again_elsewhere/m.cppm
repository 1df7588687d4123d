export module m;
export int answer() {
  return 42;
}
