export module m;
export constexpr int constant = VALUE;
export int value() {
  return VALUE;
}
