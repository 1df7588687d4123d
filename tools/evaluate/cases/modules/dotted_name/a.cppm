export module a;
export int first() {
  return 1;
}
