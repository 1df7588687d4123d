module m;
int f() {
  return hidden().value;
}
