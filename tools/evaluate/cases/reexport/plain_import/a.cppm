export module a;
export int low() {
  return 1;
}
