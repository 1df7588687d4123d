import std;
import patterns;

// #region page
using patterns::typing::add_repr;

// A drawing is saved as text. Each shape says at its head how it is written.
struct point : add_repr<"Point({x}, {y})"> {
  int x = 0;
  int y = 0;
};

struct circle : add_repr<"Circle(at {center}, radius {radius:.1f}, label {label!r})"> {
  point center;
  double radius = 0;
  std::string label;
};

int main() {
  const point p{{}, 2, 3};
  std::cout << std::format("{}\n", p);                      // Point(2, 3)
  std::cout << std::format("{}\n", circle{{}, p, 1, "o"});  // Circle(at Point(2, 3), radius 1.0, label 'o')

  // Shown so inside of others too. A text that names no field of its class, "Point({z})", does not compile.
  std::cout << patterns::data_model::repr(std::vector{p, point{}}) << '\n';  // [Point(2, 3), Point(0, 0)]
}
// #endregion
