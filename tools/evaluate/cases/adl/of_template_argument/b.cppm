export module b;
export namespace inner {
struct item {
  int value = 6;
};
template <class Box>
int value_in(const Box& of) {
  return of.held.value;
}
}  // namespace inner
