import std;
import patterns;

// #region page
using patterns::meta::class_property;

// How many connections a server takes follows from what the machine has. Nobody is to keep the number by hand.
struct server {
  static inline int cores = 4;
  static inline std::string region = "north";

  static constexpr class_property connections{[] { return cores * 50; }};
  static constexpr class_property title{[] { return std::format("{} x{}", region, cores); }};
};

int main() {
  const int at_first = server::connections;
  std::cout << std::format("{}\n", at_first);  // 200

  server::cores = 16;
  std::cout << std::format("{} {:>10}\n", server::connections, server::title);            // 800  north x16
  std::cout << std::format("{} {}\n", server::title->size(), server::connections > 500);  // 9 true

  static_assert(std::is_empty_v<server>);  // an object of the class pays nothing for them
}
// #endregion
