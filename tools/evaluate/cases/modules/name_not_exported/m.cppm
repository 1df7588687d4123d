export module m;
int hidden() {
  return 1;
}
export int shown() {
  return hidden();
}
