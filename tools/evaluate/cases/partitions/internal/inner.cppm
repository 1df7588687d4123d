module m:inner;
int helper() {
  return 7;
}
