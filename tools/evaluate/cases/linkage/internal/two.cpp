module m;
namespace {
int own() {
  return 2;
}
}  // namespace
int two() {
  return own();
}
