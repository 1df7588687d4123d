export module m;
export [[nodiscard]] int value() {
  return 0;
}
