export module m1;
export import m0;
export inline depth d1() {
  return {1};
}
