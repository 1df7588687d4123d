import std;
import patterns;

// #region page
using patterns::design::factory;
using patterns::design::unknown_kind;

// A drawing program reads the shapes of a picture from a file, where they stand by name.
struct shape {
  virtual ~shape() = default;
  virtual std::string describe() const = 0;
};

class circle : public shape {
 public:
  explicit circle(double size) : diameter_(size) {}
  std::string describe() const override { return std::format("a circle, {} wide", diameter_); }

 private:
  double diameter_;
};

class polygon : public shape {
 public:
  polygon(int corners, double size) : corners_(corners), side_(size) {}
  std::string describe() const override { return std::format("{} sides of {}", corners_, side_); }

 private:
  int corners_;
  double side_;
};

int main() {
  factory<shape, std::string, double> shapes;  // kinds are named by a string; each is made from a size
  shapes.add<circle>("circle")
      .add("square", [](double size) { return std::make_unique<polygon>(4, size); })
      .add("triangle", [](double size) { return std::make_unique<polygon>(3, size); });

  std::istringstream file("circle 2.5\nsquare 4\npentagon 1\n");
  std::string kind;
  for (double size; file >> kind >> size;) {
    try {
      std::cout << shapes.create(kind, size)->describe() << '\n';  // a circle, 2.5 wide; 4 sides of 4
    } catch (const unknown_kind& error) {
      std::cout << error.what() << '\n';  // there is no 'pentagon'; known: 'circle', 'square', 'triangle'
    }
  }

  const auto make_triangle = shapes.maker_of("triangle");  // looked up once
  // 3 sides of 1, 3 sides of 2
  std::cout << make_triangle(1)->describe() << ", " << make_triangle(2)->describe() << '\n';
}
// #endregion
