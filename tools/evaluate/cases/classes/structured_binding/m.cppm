module;
#include <cstddef>
#include <utility>
export module m;
export class both {
 public:
  both(int number, char letter) : number_(number), letter_(letter) {}
  template <std::size_t I>
  auto get() const {
    if constexpr (I == 0) {
      return number_;
    } else {
      return letter_;
    }
  }

 private:
  int number_;
  char letter_;
};
template <>
struct std::tuple_size<both> : std::integral_constant<std::size_t, 2> {};
template <>
struct std::tuple_element<0, both> {
  using type = int;
};
template <>
struct std::tuple_element<1, both> {
  using type = char;
};
