import std;
import patterns;

using namespace patterns::async;
using namespace std::chrono_literals;
using patterns::caching::cache_warmer;
using patterns::caching::lru_cache;
using patterns::caching::warmer_stop;

// #region page
// A map service starts, and before the first visitor comes it fetches the tiles that yesterday's visitors looked at.
// The list of them is long and is read line by line: it must not be read faster than the tiles come.
int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  lru_cache<int, std::string> tiles(1000);

  const auto fetch = [&](int tile) -> task<std::string> {
    co_await sleep_for(loop, 1s);
    if (tile == 13) {
      throw std::runtime_error("the tile is broken");
    }
    co_return std::format("tile {}", tile);
  };

  cache_warmer warmer(tiles, fetch, {.consumers = 4, .queue_capacity = 2});
  const auto read_log = [&]() -> task<> {
    for (int line = 10; line < 22; ++line) {
      co_await warmer.add(line);
      const auto seconds = std::chrono::floor<std::chrono::seconds>(time.now().time_since_epoch());
      std::cout << std::format("{}{}", line == 10 ? "" : ", ", seconds);
    }
    std::cout << '\n';
    warmer.stop(warmer_stop::drain);
  };
  const auto [report, nothing] = loop.run_until_complete(when_all(warmer.run(), read_log()));
  // 0s, 0s, 0s, 0s, 0s, 0s, 1s, 1s, 1s, 1s, 2s, 2s

  std::cout << std::format("{} tiles, {} failed\n", report.stats.warmed, report.stats.failed);  // 11 tiles, 1 failed
  for (const auto& [tile, error] : report.failures) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& why) {
      std::cout << std::format("{}: {}\n", tile, why.what());  // 13: the tile is broken
    }
  }
  std::cout << *tiles.get(21) << '\n';  // tile 21

  // A second list, and the service is shut down after a second: what has not begun is dropped.
  cache_warmer more(tiles, fetch, {.consumers = 2, .queue_capacity = 3});
  loop.post_after(1500ms, [&] { more.stop(warmer_stop::drop); });
  const auto rest = loop.run_until_complete(more.warm(std::views::iota(21, 100))).stats;
  std::cout << std::format("{} of {} tiles, {} was there, {} dropped\n", rest.warmed, rest.added, rest.present,
                           rest.dropped);  // 4 of 8 tiles, 1 was there, 3 dropped
}
// #endregion
