export module m;
export consteval int square(int of) {
  return of * of;
}
