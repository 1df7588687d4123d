export module m;
export int value() {
  return 1;
}
export int other();
