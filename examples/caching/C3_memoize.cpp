import std;
import patterns;

// #region page
using patterns::caching::cache_info;
using patterns::caching::memoize;
using patterns::caching::recursive_load_error;
using patterns::caching::unbounded;

void show(const cache_info& info) {
  std::cout << std::format("{} hits, {} misses, {} kept\n", info.hits, info.misses, info.current_size);
}

// Pure functions that are called with the same arguments again and again.
int main() {
  // In how many ways can stairs be climbed, one or two steps at a time?
  auto ways = memoize<std::uint64_t(int)>(
      [](auto& self, int stairs) -> std::uint64_t { return stairs < 2 ? 1 : self(stairs - 1) + self(stairs - 2); },
      unbounded);
  std::cout << ways(80) << '\n';  // 37889062373143906
  show(ways.info());              // 78 hits, 81 misses, 81 kept

  auto distance = memoize(
      [](std::string_view from, std::string_view to) {
        std::cout << std::format("measures {} to {}\n", from, to);
        return from.size() + to.size();
      },
      2);
  std::cout << distance("Rome", "Oslo") << '\n';   // measures Rome to Oslo, 8
  std::cout << distance("Rome", "Oslo") << '\n';   // 8
  std::cout << distance("Rome", "Paris") << '\n';  // measures Rome to Paris, 9
  std::cout << distance("Oslo", "Rome") << '\n';   // measures Oslo to Rome, 8
  std::cout << distance("Rome", "Oslo") << '\n';   // two are kept: measures Rome to Oslo, 8
  show(distance.info());                           // 1 hits, 4 misses, 2 kept
  distance.clear();
  show(distance.info());  // 0 hits, 0 misses, 0 kept

  auto endless = memoize<int(int)>([](auto& self, int n) -> int { return self(1 - n); }, 10);
  try {
    (void)endless(1);
  } catch (const recursive_load_error& error) {
    std::cout << error.what() << '\n';  // memoize: the load of key (0) waits for itself
  }
}
// #endregion
