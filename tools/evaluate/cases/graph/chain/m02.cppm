export module m2;
export import m1;
export inline depth d2() {
  return {d1().value + 1};
}
