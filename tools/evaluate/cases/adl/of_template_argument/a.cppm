export module a;
export namespace outer {
template <class T>
struct box {
  T held;
};
}  // namespace outer
