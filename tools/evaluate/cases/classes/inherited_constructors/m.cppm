export module m;
export struct base {
  explicit base(int a, int b = 1) : sum(a + b) {}
  int sum;
};
