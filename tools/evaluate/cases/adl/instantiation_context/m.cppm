export module m;
export template <class T>
int ask(const T& of) {
  return value_of(of);
}
namespace lib {
export struct item {
  int value = 3;
};
int value_of(const item& of) {
  return of.value;
}
}  // namespace lib
