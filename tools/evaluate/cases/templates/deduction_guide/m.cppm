export module m;
export template <class T>
struct box {
  T value;
};
template <class T>
box(T) -> box<T>;
box(int) -> box<long>;
