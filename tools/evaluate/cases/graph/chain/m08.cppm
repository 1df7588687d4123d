export module m8;
export import m7;
export inline depth d8() {
  return {d7().value + 1};
}
