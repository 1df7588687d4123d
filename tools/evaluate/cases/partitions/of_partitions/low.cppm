export module m:low;
int quiet() {
  return 2;
}
export int low() {
  return 1;
}
