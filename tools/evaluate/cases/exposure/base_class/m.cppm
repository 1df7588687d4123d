export module m;
namespace {
struct local {};
}  // namespace
static local kept;
int use() {
  static_cast<void>(kept);
  return 1;
}
#ifdef WRONG
export struct derived : local {};
#endif
