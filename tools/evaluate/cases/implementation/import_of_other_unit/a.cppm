export module a;
export int zero() {
  return 0;
}
