export module m15;
export import m14;
export inline depth d15() {
  return {d14().value + 1};
}
