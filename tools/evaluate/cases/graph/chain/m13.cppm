export module m13;
export import m12;
export inline depth d13() {
  return {d12().value + 1};
}
