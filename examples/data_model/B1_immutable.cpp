import std;
import patterns;

// #region page
// Points come from a sensor that now and then reports nonsense. One that is no number must not get into the map, and
// what is in the map must not change.
using namespace patterns::data_model;

struct point {
  double x;
  double y;
};

using place = immutable<point>;  // its numbers are finite
static_assert(sizeof(place) == sizeof(point));

int main() {
  constexpr auto origin = place::make({.x = 0, .y = 0});  // checked by the compiler
  std::cout << repr(origin) << '\n';                      // point(x=0.0, y=0.0)

  // Where nonsense is to be expected: std::optional.
  const double broken = std::numeric_limits<double>::quiet_NaN();
  std::vector<place> map;
  for (const auto& [x, y] : {point{1, 2}, point{3, broken}, point{5, 6}}) {
    if (const auto found = place::try_make({x, y})) {
      map.push_back(*found);
    }
  }
  std::cout << repr(map) << '\n';  // [point(x=1.0, y=2.0), point(x=5.0, y=6.0)]

  // Where it is a mistake: an exception.
  try {
    std::cout << repr(place::make({3, broken})) << '\n';
  } catch (const validation_error& error) {
    std::cout << error.what() << '\n';  // point = point(x=3.0, y=nan): must be finite
  }

  // A change makes another point, which is checked as well.
  const auto moved = map.front().with([](point& p) { p.x += 10; });
  std::cout << repr(map.front()) << ' ' << repr(moved) << '\n';  // point(x=1.0, y=2.0) point(x=11.0, y=2.0)

  // Any other rule will do.
  const auto die = immutable<int, in_range<1, 6>>::try_make(7);
  std::cout << die.has_value() << '\n';  // 0
}
// #endregion
