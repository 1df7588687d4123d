export module m4;
export import m3;
export inline depth d4() {
  return {d3().value + 1};
}
