#include <range/v3/view/zip.hpp>

import std;
import patterns;

// #region page
// A feed gives its readings one at a time, until it has no more. What reads them should be able to say `for`, and to
// use the algorithms and views that a vector has.
using namespace patterns::data_model;

class readings : public iterator_facade<readings> {
 public:
  explicit readings(std::string feed) : feed_(std::move(feed)) {}

  std::optional<double> next() {
    double reading = 0;
    return feed_ >> reading ? std::optional(reading) : std::nullopt;
  }

 private:
  std::istringstream feed_;
};

static_assert(std::ranges::input_range<readings>);

int main() {
  for (const int second : countdown(3)) {
    std::cout << second << ' ';  // 3 2 1
  }
  std::cout << '\n';

  readings all("20.5 21.0 -999 19.5 22.5");
  const auto plausible = [](double reading) { return reading > -90; };
  for (const double reading :
       all | std::views::filter(plausible) | std::views::take_while([](double r) { return r > 20; })) {
    std::cout << reading << ' ';  // 20.5 21
  }
  std::cout << '\n';
  std::cout << all.next().value_or(0) << '\n';  // 22.5: the walk ended at 19.5, and the feed goes on behind it

  readings left("1.5 2.5 3.5");
  countdown numbers(9);
  for (auto&& [number, reading] : ranges::views::zip(numbers, left)) {
    std::cout << number << ':' << reading << ' ';  // 9:1.5 8:2.5 7:3.5
  }
  std::cout << '\n';
}
// #endregion
