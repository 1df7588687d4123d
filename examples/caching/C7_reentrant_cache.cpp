import std;
import patterns;

// #region page
using patterns::caching::load_depth_error;
using patterns::caching::recursive_load_error;
using patterns::caching::reentrant_cache;

// How long a build takes at least, if everything that does not depend on one another is built at once.
struct package {
  int minutes;
  std::vector<std::string> needs;
};

int main() {
  std::map<std::string, package> packages{
      {"app", {5, {"ui", "net"}}}, {"ui", {8, {"base"}}}, {"net", {3, {"base", "tls"}}},
      {"tls", {9, {"base"}}},      {"base", {2, {}}},
  };
  int computed = 0;
  reentrant_cache<std::string, int> ready_after(100, [&](auto& cache, const std::string& name) {
    ++computed;
    const auto& [minutes, needs] = packages.at(name);
    int start = 0;
    for (const auto& need : needs) {
      start = std::max(start, cache(need));
    }
    return start + minutes;
  });

  std::cout << std::format("app after {} minutes\n", ready_after("app"));                 // app after 19 minutes
  std::cout << std::format("tls after {}, {} computed\n", ready_after("tls"), computed);  // tls after 11, 5 computed

  packages["base"].needs = {"net"};
  ready_after.clear();
  try {
    (void)ready_after("app");
  } catch (const recursive_load_error& error) {
    std::cout << error.what() << '\n';  // ... the load of key base waits for itself: base -> net -> base
  }

  reentrant_cache<int, long> sum_to(10'000, [](auto& cache, int n) -> long { return n == 0 ? 0 : n + cache(n - 1); });
  try {
    (void)sum_to(5'000);
  } catch (const load_depth_error& error) {
    std::cout << error.what() << '\n';  // ... the load of key 4000 stands within 1000 others, which is the limit
  }
  for (int n = 500; n <= 5'000; n += 500) {
    (void)sum_to(n);
  }
  std::cout << sum_to(5'000) << '\n';  // 12502500
}
// #endregion
