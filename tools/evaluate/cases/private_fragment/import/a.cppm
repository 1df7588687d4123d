export module a;
export int four() {
  return 4;
}
