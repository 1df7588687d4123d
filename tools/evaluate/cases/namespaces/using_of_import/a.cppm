export module a;
export namespace inner {
int zero() {
  return 0;
}
}  // namespace inner
