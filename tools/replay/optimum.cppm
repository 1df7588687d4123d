/// @file
/// What a cache could have done that knew the future: Belady's optimum.
export module replay.optimum;

import std;
import replay.trace;

export namespace replay {

/// The most hits that a cache of `capacity` entries can have which stores every key that it misses.
///
/// Of those it holds the one goes that is needed again last. O(log capacity) for each access.
[[nodiscard]] std::size_t optimal_hits(const trace& workload, std::size_t capacity) {
  const auto& keys = workload.keys;
  constexpr auto never = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> next_use(keys.size(), never);
  std::unordered_map<std::uint64_t, std::size_t> seen;
  for (auto access = keys.size(); access-- > 0;) {
    if (const auto [place, is_last] = seen.try_emplace(keys[access], access); !is_last) {
      next_use[access] = std::exchange(place->second, access);
    }
  }
  // A held key is known by its next use alone; those that have none need only be counted.
  std::set<std::size_t> awaited;
  std::size_t idle = 0;
  std::size_t hits = 0;
  for (std::size_t access = 0; access < keys.size(); ++access) {
    if (awaited.erase(access) == 1) {
      ++hits;
    } else if (awaited.size() + idle == capacity) {
      if (idle > 0) {
        --idle;
      } else {
        awaited.erase(std::prev(awaited.end()));
      }
    }
    if (next_use[access] == never) {
      ++idle;
    } else {
      awaited.insert(next_use[access]);
    }
  }
  return hits;
}

}  // namespace replay
