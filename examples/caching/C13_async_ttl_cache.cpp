import std;
import patterns;

using namespace patterns::async;
using namespace std::chrono_literals;
using patterns::caching::async_ttl_cache;
using patterns::caching::loaded;

// #region page
// The rates of a bank: an answer takes two seconds and is good for a minute, that for the yen only for ten seconds.
// While the bank is down, a rate of the last hour is better than none.
struct bank {
  run_loop& loop;
  bool is_down = false;
  int calls = 0;

  task<loaded<double>> ask(std::string currency) {
    const int call = ++calls;
    co_await sleep_for(loop, 2s);
    if (is_down) {
      throw std::runtime_error("the bank is closed");
    }
    if (currency == "JPY") {
      co_return loaded<double>{162.5 + call, 10s};
    }
    co_return loaded<double>{1.05 + call, 1min};
  }
};

int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  bank central{loop};
  async_ttl_cache<std::string, double> rates({.capacity = 100, .stale_on_error = 1h}, loop);

  const auto rate = [&](std::string currency) {
    return rates.get_or_load(std::move(currency), [&](const std::string& of) { return central.ask(of); });
  };
  const auto show = [&](std::string_view what) -> task<> {
    const auto [usd, same, jpy] = co_await when_all(rate("USD"), rate("USD"), rate("JPY"));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.now().time_since_epoch());
    std::cout << std::format("{:>4} {}: {} {} {}, {} calls\n", seconds, what, usd, same, jpy, central.calls);
  };

  loop.run_until_complete(show("first"));  //   2s first: 2.05 2.05 164.5, 2 calls
  loop.run_until_complete(show("again"));  //   2s again: 2.05 2.05 164.5, 2 calls
  time.advance(20s);
  loop.run_until_complete(show("later"));  //  24s later: 2.05 2.05 165.5, 3 calls
  time.advance(10min);
  central.is_down = true;
  loop.run_until_complete(show("stale"));  // 626s stale: 2.05 2.05 165.5, 5 calls

  time.advance(1h);
  try {
    (void)loop.run_until_complete(rate("USD"));
  } catch (const std::runtime_error& error) {
    std::cout << error.what() << '\n';  // the bank is closed
  }
  const auto stats = rates.stats();
  std::cout << std::format("{} loads, {} failed, {} stale\n", stats.loads, stats.failures, stats.served_stale);
  // 6 loads, 3 failed, 2 stale
}
// #endregion
