import std;
import patterns;

// #region page
// Versions come with an order of their own: 1.9 is before 1.10. It is written once, as `<`.
using namespace patterns::data_model;

struct version : total_ordering<version> {
  int major;
  int minor;
  version(int first, int second) : major(first), minor(second) {}
  bool operator==(const version&) const = default;
  bool operator<(const version& other) const { return std::tie(major, minor) < std::tie(other.major, other.minor); }
};

int main() {
  const version old(1, 9);
  const version recent(1, 10);
  std::cout << std::boolalpha;
  std::cout << (recent > old) << ' ' << (old >= recent) << '\n';  // true false
  std::cout << ((old <=> recent) < 0) << '\n';                    // true

  const std::set<version, std::greater<>> newest_first{old, recent, version(0, 3)};
  for (const auto& each : newest_first) {
    std::cout << std::format("{}.{} ", each.major, each.minor);  // 1.10 1.9 0.3
  }
  std::cout << '\n';
}
// #endregion
