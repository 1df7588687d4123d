export module a;
int helper() {
  return 1;
}
export int a() {
  return helper();
}
