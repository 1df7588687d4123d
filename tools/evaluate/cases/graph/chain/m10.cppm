export module m10;
export import m9;
export inline depth d10() {
  return {d9().value + 1};
}
