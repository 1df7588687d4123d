export module m;
export constexpr long version = __cplusplus;
export inline int value() {
  return 1;
}
