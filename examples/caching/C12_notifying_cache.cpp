import std;
import patterns;

// #region page
using namespace std::chrono_literals;
using patterns::caching::lru_cache;
using patterns::caching::notifying_cache;
using patterns::concurrency::stop_source;

// One thread receives quotes; the others ask for them, and wait for those that have not come yet.
int main() {
  notifying_cache<lru_cache<std::string, int>> quotes(100);
  quotes.put("ACME", 120);
  std::cout << std::format("ACME {}\n", quotes.wait("ACME"));  // ACME 120

  std::vector<std::thread> traders;
  std::array<int, 3> seen{};
  for (int& price : seen) {
    traders.emplace_back([&] { price = quotes.wait("HOOLI"); });
  }
  while (quotes.waiting("HOOLI") < 3) {
    std::this_thread::yield();
  }
  quotes.put("ACME", 121);                                         // wakes nobody
  std::cout << std::format("{} wait\n", quotes.waiting("HOOLI"));  // 3 wait
  quotes.put("HOOLI", 300);                                        // wakes all three
  quotes.erase("HOOLI");                                           // and they have it all the same
  for (auto& trader : traders) {
    trader.join();
  }
  std::cout << std::format("{} {} {}\n", seen[0], seen[1], seen[2]);  // 300 300 300

  const auto never = quotes.wait_for("ENRON", 1ms);
  std::cout << std::format("{}\n", never.has_value());  // false

  // The end of the day: whoever waits still goes home.
  stop_source closing;
  bool has_quote = true;
  std::thread late([&] { has_quote = quotes.wait("ENRON", closing.get_token()).has_value(); });
  closing.request_stop();
  late.join();
  std::cout << std::format("{}, {} keys waited for\n", has_quote, quotes.awaited_keys());  // false, 0 keys waited for
}
// #endregion
