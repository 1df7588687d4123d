export module m6;
export import m5;
export inline depth d6() {
  return {d5().value + 1};
}
