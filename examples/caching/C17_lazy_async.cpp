import std;
import patterns;

using namespace patterns::async;
using namespace std::chrono_literals;
using patterns::caching::lazy_async;

// #region page
// A service reads its settings when a request first needs them. Three requests come at once: one reads, all go on.
// The first try fails; that is the business of the request that made it, and the next in line tries again.
int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);

  int reads = 0;
  lazy_async settings([&]() -> task<std::map<std::string, int>> {
    const int read = ++reads;
    co_await sleep_for(loop, 2s);
    if (read == 1) {
      throw std::runtime_error("the disk is busy");
    }
    co_return std::map<std::string, int>{{"limit", 10 * read}};
  });

  const auto request = [&](int number) -> task<> {
    try {
      const auto current = co_await settings.get();
      std::cout << std::format("request {}: limit {}\n", number, current->at("limit"));
    } catch (const std::runtime_error& error) {
      std::cout << std::format("request {}: {}\n", number, error.what());
    }
  };

  std::cout << std::format("{} reads\n", reads);  // 0 reads
  loop.run_until_complete(when_all(request(1), request(2), request(3)));
  // request 1: the disk is busy
  // request 2: limit 20
  // request 3: limit 20

  // Somebody has changed the file. Who holds the old settings may finish with them.
  const auto old = loop.run_until_complete(settings.get());
  settings.reset();
  loop.run_until_complete(request(4));                     // request 4: limit 30
  std::cout << std::format("was {}\n", old->at("limit"));  // was 20
  std::cout << std::format("{} reads\n", reads);           // 3 reads
}
// #endregion
