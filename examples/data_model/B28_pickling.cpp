import std;
import patterns;

// #region page
// An editor saves a drawing between two sessions. Its groups point up to their parents, shapes are shared between
// groups, and there is a preview that can be drawn again. None of it was written to be saved.
using namespace patterns::data_model;

struct point {
  double x = 0;
  double y = 0;
};

struct outline {
  std::string name;
  std::vector<point> corners;
};

struct group {
  std::string title;
  std::vector<std::shared_ptr<outline>> outlines;
  std::vector<std::shared_ptr<group>> inner;
  std::weak_ptr<group> parent;
  transient<std::string> preview;
};

// A class with a rule of its own says what it is pickled as, and keeps the rule.
class zoom {
 public:
  using pickle_form = double;

  zoom() = default;
  explicit zoom(double factor) : factor_(factor) {
    if (!(factor > 0)) {
      throw std::invalid_argument(std::format("a zoom of {}", factor));
    }
  }
  explicit operator double() const { return factor_; }

 private:
  double factor_ = 1;
};

struct drawing {
  std::shared_ptr<group> root;
  zoom view;
};

int main() {
  const auto star = std::make_shared<outline>("star", std::vector<point>{{0, 1}, {1, 0}, {0, -1}});
  const auto sky = std::make_shared<group>("sky");
  sky->outlines = {star, star};
  sky->preview = "drawn with much effort";
  sky->inner.push_back(std::make_shared<group>("night"));
  sky->inner[0]->outlines = {star};
  sky->inner[0]->parent = sky;

  std::vector<std::byte> saved = dumps(drawing{sky, zoom(2.5)});
  const auto loaded = loads<drawing>(saved);
  const group& night = *loaded.root->inner[0];
  std::cout << night.title << ' ' << static_cast<double>(loaded.view) << '\n';                        // night 2.5
  std::cout << std::boolalpha << (night.outlines[0] == loaded.root->outlines[1]) << '\n';             // true: shared
  std::cout << (night.parent.lock() == loaded.root) << ' ' << loaded.root->preview->empty() << '\n';  // true true

  // Whoever sends these bytes: what is wrong is said, and nothing is run, leaked or left half done.
  const auto report = [](const auto& load) {
    try {
      load();
    } catch (const pickle_error& error) {
      std::cout << error.what() << '\n';
    }
  };
  report([&] { static_cast<void>(loads<point>(saved)); });
  // pickle, byte 5: holds a value of type 'drawing', not of 'point'
  report([&] { static_cast<void>(loads<drawing>(std::span(saved).first(30))); });
  // pickle, byte 30: 1 bytes are missing of the 1 that follow, for 0 are left
  saved.push_back({});
  report([&] { static_cast<void>(loads<drawing>(saved)); });
  // pickle, byte 104: 1 bytes too many follow the value

  // A raw pointer does not say who owns what it points to.
  struct borrowed {
    point* where;
  };
  static_assert(picklable<drawing> && !picklable<borrowed>);
}
// #endregion
