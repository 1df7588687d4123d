export module b;
int helper() {
  return 2;
}
export int b() {
  return helper();
}
