export module a;
export namespace lib {
struct base {
  int value = 4;
  friend int value_of(const base& of) { return of.value; }
};
}  // namespace lib
