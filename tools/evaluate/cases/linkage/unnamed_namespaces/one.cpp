module m;
namespace {
struct derived : base {
  int value() const override { return 1; }
};
}  // namespace
const base& first() {
  static const derived it;
  return it;
}
