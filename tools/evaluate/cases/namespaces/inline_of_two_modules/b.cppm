export module b;
export namespace lib {
inline namespace v1 {
int two() {
  return 2;
}
}  // namespace v1
}  // namespace lib
