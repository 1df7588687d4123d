module m;
int value() {
  return 2;
}
