import std;
import patterns;

// #region page
using patterns::typing::ambiguous_overload;
using patterns::typing::dispatcher;
using patterns::typing::multimethod;
using patterns::typing::no_overload;

// Things meet in space. What happens depends on both, and the classes know nothing of it.
struct body {
  virtual ~body() = default;
};
struct rock : body {};
struct ship : body {};
struct freighter : ship {};

struct collide : multimethod<collide, std::string(const body&, const body&)> {};

// Each of these may stand in a module of its own.
const collide::overload rocks([](const rock&, const rock&) { return "dust"; });
const collide::overload hit([](const ship&, const rock&) { return "the ship is lost"; });
const collide::overload turned([](const rock& stone, const ship& other) { return collide::call(other, stone); });

int main() {
  const rock stone;
  const ship explorer;
  const freighter titan;
  std::cout << collide::call(stone, stone) << '\n';     // dust
  std::cout << collide::call(stone, explorer) << '\n';  // the ship is lost
  std::cout << collide::call(titan, stone) << '\n';     // the ship is lost

  try {
    collide::call(explorer, titan);
  } catch (const no_overload& error) {
    std::cout << error.what() << '\n';  // collide: no overload takes (ship, freighter)
  }

  {
    // A plugin brings an overload, and takes it along when it goes. The most specific one wins.
    const auto armour = collide::overloads().add([](const freighter&, const rock&) { return "a dent"; });
    std::cout << collide::call(titan, stone) << '\n';  // a dent

    const auto luck = collide::overloads().add([](const freighter&, const rock&) { return "a miss"; });
    try {
      collide::call(titan, stone);
    } catch (const ambiguous_overload& error) {
      std::cout << error.what() << '\n';  // collide: (freighter, rock) is ambiguous between ...
    }
  }
  std::cout << collide::call(titan, stone) << '\n';  // the ship is lost

  // Values without a common base are told apart by the type in a std::any.
  dispatcher<double(const std::any&)> area("area");
  const auto square = area.add([](int side) { return 1.0 * side * side; });
  const auto rectangle = area.add([](std::pair<int, int> sides) { return 1.0 * sides.first * sides.second; });
  std::cout << area(5) << ' ' << area(std::pair(3, 4)) << '\n';  // 25 12
}
// #endregion
