export module m7;
export import m6;
export inline depth d7() {
  return {d6().value + 1};
}
