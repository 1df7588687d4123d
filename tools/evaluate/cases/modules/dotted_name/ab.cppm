export module a.b;
export int second() {
  return 2;
}
