import std;
import patterns;

// #region page
using patterns::meta::documented;
using patterns::meta::method;
using patterns::meta::unknown_method;

// A lamp is switched from a command line. Each command must be explained, or the class does not compile.
class lamp {
 public:
  void on() { level_ = 100; }
  void dim(int percent) { level_ = percent; }
  int level() const { return level_; }

  using api = patterns::meta::api<method<"on", "as bright as it gets", &lamp::on>,
                                  method<"dim", "to a level in percent", &lamp::dim>,
                                  method<"level", "how bright it is", &lamp::level>>;

 private:
  int level_ = 0;
};

static_assert(documented<lamp>);

int main() {
  std::cout << lamp::api::help();  // on: as bright as it gets, and so on

  lamp desk;
  lamp::api::call(desk, "dim", 40);
  std::cout << lamp::api::call<int>(desk, "level") << '\n';  // 40

  try {
    lamp::api::call(desk, "explode");
  } catch (const unknown_method& error) {
    std::cout << error.what() << '\n';  // lamp has no method 'explode'; it has: on, dim, level
  }
}
// #endregion
