export module a;
export namespace n {
struct number {
  int value = 5;
};
int value_of(number of) {
  return of.value;
}
}  // namespace n
