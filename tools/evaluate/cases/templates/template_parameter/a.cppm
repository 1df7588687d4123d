export module a;
export template <template <class, auto> class Holder>
int size_of_two() {
  return Holder<int, 2>::size;
}
