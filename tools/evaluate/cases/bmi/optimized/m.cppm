export module m;
export inline int sum_below(int end) {
  int sum = 0;
  for (int i = 0; i < end; ++i) {
    sum += i;
  }
  return sum;
}
