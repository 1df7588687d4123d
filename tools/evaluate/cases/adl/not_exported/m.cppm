export module m;
namespace n {
export struct number {
  int value;
};
int hidden(number of) {
  return of.value;
}
export int shown(number of) {
  return hidden(of);
}
}  // namespace n
