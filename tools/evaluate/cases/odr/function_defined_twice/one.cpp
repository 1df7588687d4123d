module m;
int value() {
  return 1;
}
