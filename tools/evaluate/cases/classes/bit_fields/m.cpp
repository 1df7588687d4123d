module m;
packed make() {
  return {};
}
