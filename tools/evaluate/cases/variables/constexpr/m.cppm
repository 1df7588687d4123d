export module m;
export constexpr int size = 3;
export inline constexpr int sizes[] = {1, 2, 3};
export consteval int twice(int of) {
  return 2 * of;
}
