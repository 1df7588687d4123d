export module m14;
export import m13;
export inline depth d14() {
  return {d13().value + 1};
}
