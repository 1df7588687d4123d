module m;
int f() {
  return 1;
}
