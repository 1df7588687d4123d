export module m;
export namespace n {
struct box {
  int value = 0;
  friend int value_of(const box& of) { return of.value; }
  friend box operator+(box a, box b) { return {a.value + b.value}; }
};
}  // namespace n
