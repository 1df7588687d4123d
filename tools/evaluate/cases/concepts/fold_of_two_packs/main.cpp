#include <cstddef>
#include <type_traits>

template <std::size_t Extent, std::size_t... Sizes>
concept all_agree = ((Extent == Sizes) && ...);

struct two_rows {
  template <std::size_t Length, std::size_t... Lengths>
    requires all_agree<2, 1 + sizeof...(Lengths)>
  two_rows(const int (&)[Length], const int (&... others)[Lengths]) {
    static_cast<void>(sizeof...(others));
  }
};

static_assert(std::is_constructible_v<two_rows, int (&)[2], int (&)[2]>);
static_assert(!std::is_constructible_v<two_rows, int (&)[2]>);

int main() {}
