export module m;
export int value() {
  return 1;
}
