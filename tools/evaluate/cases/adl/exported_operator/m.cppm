export module m;
namespace n {
export struct number {
  int value;
};
export number operator*(number a, number b) {
  return {a.value * b.value};
}
}  // namespace n
