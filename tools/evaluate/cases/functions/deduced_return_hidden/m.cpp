module m;
auto hidden() {
  return 1;
}
int use() {
  return hidden();
}
