module m;
void fail(int code) {
  throw fault{code};
}
shape* make() {
  return new square;
}
