export module m3;
export import m2;
export inline depth d3() {
  return {d2().value + 1};
}
