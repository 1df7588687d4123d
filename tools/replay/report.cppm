/// @file
/// What replay says of one cache.
export module replay.report;

import std;
import replay.player;
import replay.trace;

export namespace replay {

/// `text` as JSON writes it.
[[nodiscard]] std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += std::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  return result + '"';
}

[[nodiscard]] std::string report(const trace& workload, std::string_view policy, std::size_t capacity,
                                 std::size_t threads, const outcome& result, bool json) {
  const auto accesses = workload.keys.size();
  const auto hits = result.stats.hits;
  const auto evictions = result.stats.evictions;
  const auto ratio = result.stats.hit_ratio();
  const auto each = result.time.count() / static_cast<double>(accesses);
  if (json) {
    return std::format(
        "{{\"trace\": {}, \"policy\": {}, \"capacity\": {}, \"threads\": {}, \"accesses\": {}, \"hits\": {}, "
        "\"hit_ratio\": {:.6f}, \"evictions\": {}, \"ns_per_access\": {:.2f}}}\n",
        json_text(workload.name), json_text(policy), capacity, threads, accesses, hits, ratio, evictions, each);
  }
  const auto note = threads == 1 ? "" : ", the hit ratio depends on their schedule";
  return std::format(
      "trace      {}\npolicy     {}\ncapacity   {}\nthreads    {}{}\naccesses   {}\nhits       {}\n"
      "hit ratio  {:.2f} %\nevictions  {}\ntime       {:.1f} ns per access\n",
      workload.name, policy, capacity, threads, note, accesses, hits, 100 * ratio, evictions, each);
}

}  // namespace replay
