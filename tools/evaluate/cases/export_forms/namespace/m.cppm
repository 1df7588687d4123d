export module m;
export namespace n {
int f() {
  return 1;
}
}  // namespace n
namespace n {
export int g() {
  return 2;
}
}  // namespace n
