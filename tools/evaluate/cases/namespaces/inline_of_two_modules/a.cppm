export module a;
export namespace lib {
inline namespace v1 {
int one() {
  return 1;
}
}  // namespace v1
}  // namespace lib
