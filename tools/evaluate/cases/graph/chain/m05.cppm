export module m5;
export import m4;
export inline depth d5() {
  return {d4().value + 1};
}
