export module m9;
export import m8;
export inline depth d9() {
  return {d8().value + 1};
}
