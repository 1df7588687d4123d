export module m;
namespace n {
static int f() {
  return 1;
}
}  // namespace n
#ifdef WRONG
export using n::f;
#endif
int g() {
  return n::f();
}
