import std;
import patterns;

// #region page
using patterns::caching::lru_cache;
using patterns::caching::versioned_cache;

// A new price list makes every price that is known out of date, at once.
int main() {
  versioned_cache<lru_cache<std::string, int>> prices(100);
  std::map<std::string, int> list = {{"apple", 30}, {"pear", 40}};
  const auto look_up = [&](const std::string& fruit) { return list.at(fruit); };

  std::cout << std::format("apple {}, ", prices.get_or_load("apple", look_up));
  std::cout << std::format("pear {}\n", prices.get_or_load("pear", look_up));  // apple 30, pear 40

  list = {{"apple", 35}, {"pear", 45}};
  std::cout << std::format("version {}\n", prices.bump());                              // version 1
  std::cout << std::format("known: {}\n", prices.contains("apple"));                    // known: false
  std::cout << std::format("apple {}\n", prices.get_or_load("apple", look_up));         // apple 35
  std::cout << std::format("{} kept, {} to drop\n", prices.size(), prices.outdated());  // 1 kept, 0 to drop

  // A load that the bump overtakes goes to who asked for it, and not into the cache.
  const auto slow = [&](const std::string& fruit) {
    const int read = list.at(fruit);
    list["pear"] = 50;
    prices.bump();
    return read;
  };
  std::cout << std::format("pear {}\n", prices.get_or_load("pear", slow));     // pear 45
  std::cout << std::format("pear {}\n", prices.get_or_load("pear", look_up));  // pear 50

  // The same for a value that is found elsewhere.
  const auto found_at = prices.version();
  const int found = list.at("apple");
  prices.bump();
  std::cout << std::format("stored: {}\n", prices.put_at(found_at, "apple", found));  // stored: false
}
// #endregion
