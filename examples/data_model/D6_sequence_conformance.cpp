#include <range/v3/view/sliding.hpp>

import std;
import patterns;

// #region page
// A calendar does not store its days: it computes each from its number. With `size` and `[]` it is a sequence like any.
using namespace patterns::data_model;

class workdays : public sequence_facade<workdays> {
 public:
  explicit workdays(std::size_t weeks) : weeks_(weeks) {}

  [[nodiscard]] std::size_t size() const { return weeks_ * 5; }
  [[nodiscard]] int operator[](std::size_t position) const {
    return static_cast<int>(position / 5 * 7 + position % 5) + 1;  // day 1 is a Monday
  }

 private:
  std::size_t weeks_;
};

static_assert(std::ranges::random_access_range<workdays>);

void show(const auto& days) {
  for (const int day : days) {
    std::cout << day << ' ';
  }
  std::cout << '\n';
}

int main() {
  const workdays days(2);
  show(days);                                               // 1 2 3 4 5 8 9 10 11 12
  show(days.sliced({.start = -3}));                         // 10 11 12
  show(days.sliced({.step = 5}));                           // 1 8: the Mondays
  show(days.reversed().sliced({.stop = 2}));                // 12 11
  std::cout << days.at(-1) << '\n';                         // 12
  std::cout << days.contains(6) << '\n';                    // 0: a Saturday
  std::cout << days.index(9).value_or(0) << '\n';           // 6
  std::cout << *std::ranges::lower_bound(days, 6) << '\n';  // 8: the next workday

  for (auto&& pair : ranges::views::sliding(days, 2)) {
    std::cout << (pair[1] - pair[0] > 1 ? "| " : "- ");  // - - - - | - - - -
  }
  std::cout << '\n';

  try {
    std::cout << days.at(10) << '\n';
  } catch (const index_error& error) {
    std::cout << error.what() << '\n';  // index 10 of a sequence of size 10
  }
}
// #endregion
