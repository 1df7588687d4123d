module m:inner;
int inner() {
  return 1;
}
