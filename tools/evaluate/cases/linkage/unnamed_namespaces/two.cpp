module m;
namespace {
struct derived : base {
  int value() const override { return 2; }
};
}  // namespace
const base& second() {
  static const derived it;
  return it;
}
