module m;
int f() {
  return low();
}
