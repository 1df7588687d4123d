export module m;
consteval int square(int of) {
  return of * of;
}
export consteval int sum_of_squares(int a, int b) {
  return square(a) + square(b);
}
