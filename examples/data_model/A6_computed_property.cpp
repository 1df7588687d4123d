import std;
import patterns;

// #region page
// A plan has walls to paint. Who reads the area of a wall need not know that it is computed, nor who writes its height
// in feet that it is kept in metres.
using patterns::data_model::property;

// Each property is declared in an empty base class, which says what it means.
template <class Owner>
struct with_area {
  static double get(const Owner& self) { return self.width * self.height; }
  [[no_unique_address]] property<double, Owner, with_area> area;
};

template <class Owner>
struct with_feet {
  static double get(const Owner& self) { return self.height / 0.3048; }
  static void set(Owner& self, double feet) {
    if (feet <= 0) {
      throw std::domain_error(std::format("wall.feet = {}: must be more than nothing", feet));
    }
    self.height = feet * 0.3048;
  }
  [[no_unique_address]] property<double, Owner, with_feet> feet;
};

struct wall : with_area<wall>, with_feet<wall> {
  double width = 0;
  double height = 0;

  wall(double wide, double high) : width(wide), height(high) {}
};
static_assert(sizeof(wall) == 2 * sizeof(double));  // a property takes no memory

int main() {
  wall north(4, 2.5);
  std::cout << std::format("{} {}\n", north.area, north.area > 9);  // 10 true

  north.feet = 10;
  std::cout << std::format("{:.3f} {:.2f}\n", north.height, north.area);  // 3.048 12.19

  wall south = north;
  south.width = 1;
  std::cout << std::format("{:.2f} {:.2f}\n", north.area, south.area);  // 12.19 3.05: each its own

  try {
    south.feet -= 10;
  } catch (const std::domain_error& error) {
    std::cout << error.what() << '\n';  // wall.feet = 0: must be more than nothing
  }
  std::cout << std::format("{:.2f}\n", south.feet);  // 10.00
}
// #endregion
