export module m12;
export import m11;
export inline depth d12() {
  return {d11().value + 1};
}
