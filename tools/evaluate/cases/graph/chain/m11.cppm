export module m11;
export import m10;
export inline depth d11() {
  return {d10().value + 1};
}
