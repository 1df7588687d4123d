import std;
import patterns.caching;

// #region page
using patterns::caching::lru_cache;
using patterns::caching::removal_cause;

// A map viewer keeps the tiles it drew last; one that it drops goes back to the disk.
int main() {
  lru_cache<std::string, std::string> tiles(2);
  tiles.on_removal([](const std::string& place, std::string&, removal_cause cause) {
    std::cout << std::format("{} {}\n", cause == removal_cause::evicted ? "to disk:" : "redrawn:", place);
  });

  tiles.put("Oslo", "fjord");
  tiles.put("Rome", "seven hills");
  if (const auto* tile = tiles.get("Oslo")) {
    std::cout << std::format("Oslo shows {}\n", *tile);  // Oslo shows fjord
  }
  tiles.put("Cairo", "river");  // to disk: Rome
  tiles.put("Oslo", "snow");    // redrawn: Oslo

  for (const auto& [place, tile] : tiles) {
    std::cout << std::format("{}: {}\n", place, tile);  // Oslo: snow, Cairo: river
  }
  std::cout << std::format("{}\n", tiles.get("Rome") == nullptr);             // true
  std::cout << std::format("{:.0f} %\n", 100.0 * tiles.stats().hit_ratio());  // 50 %
}
// #endregion
