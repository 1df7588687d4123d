module;
#if __has_include(<range/v3/view/filter.hpp>)
#include <range/v3/view/filter.hpp>
#include <range/v3/view/iota.hpp>
#include <range/v3/view/transform.hpp>
#else
#error not supported here: there is no range/v3
#endif
export module m;
export int sum_of_even_squares(int below) {
  int sum = 0;
  for (const int each : ranges::views::iota(1, below) | ranges::views::filter([](int n) { return n % 2 == 0; }) |
                            ranges::views::transform([](int n) { return n * n; })) {
    sum += each;
  }
  return sum;
}
