import std;
import patterns;

// #region page
using patterns::design::calculator;
using patterns::design::empty_strategy;

// A till adds up two prices. Its shop may have a sale on, and may end it while customers queue.
int main() {
  constexpr calculator total(std::plus<>{});  // fixed: the compiler sees through it
  static_assert(total.run(20, 5) == 25);

  calculator<int(int, int)> till(std::plus<>{});
  std::cout << till.run(20, 5) << '\n';  // 25

  int percent = 80;
  const auto regular = till.swap([percent](int first, int second) { return (first + second) * percent / 100; });
  std::cout << till.run(20, 5) << '\n';  // 20

  till.swap(regular);
  std::cout << till.run(20, 5) << '\n';  // 25

  try {
    till.swap(std::function<int(int, int)>());
  } catch (const empty_strategy& error) {
    std::cout << error.what() << '\n';  // calculator: a swap needs a strategy, and this one is empty
  }
}
// #endregion
