import std;
import patterns;

// #region page
using patterns::caching::memo_cache;

// Looking a customer's discount up is slow, and most have none; 0 is an answer worth keeping, too.
int main() {
  memo_cache<std::string, int> discounts;
  std::atomic<int> lookups = 0;
  const auto look_up = [&](const std::string& customer) {
    ++lookups;
    return customer == "Ada" ? 15 : 0;
  };

  std::vector<std::thread> tills;
  for (int till = 0; till < 4; ++till) {
    tills.emplace_back([&] {
      for (const std::string customer : {"Ada", "Bob", "Ada", "Bob"}) {
        (void)discounts.get_or_load(customer, look_up);
      }
    });
  }
  for (auto& till : tills) {
    till.join();
  }
  std::cout << std::format("Ada {} %, Bob {} %\n", *discounts.get("Ada"), *discounts.get("Bob"));  // Ada 15 %, Bob 0 %
  std::cout << std::format("{} look-ups for 16 sales\n", lookups.load());                          // 2 look-ups

  discounts.erase("Bob");
  std::cout << std::format("known: {}\n", discounts.contains("Bob"));  // known: false
}
// #endregion
