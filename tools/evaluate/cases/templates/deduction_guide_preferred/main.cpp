#include <cstddef>
#include <type_traits>

template <class T, std::size_t Rows = 0, std::size_t Columns = 0>
struct matrix {
  template <std::size_t Length, std::size_t... Lengths>
  constexpr matrix(const T (&)[Length], const T (&... others)[Lengths]) {
    static_cast<void>(sizeof...(others));
  }
};

template <class T, std::size_t Length, std::size_t... Lengths>
matrix(const T (&)[Length], const T (&... others)[Lengths]) -> matrix<T, 1 + sizeof...(Lengths), Length>;

static_assert(std::is_same_v<decltype(matrix{{1, 2, 3}, {4, 5, 6}}), matrix<int, 2, 3>>);

int main() {}
