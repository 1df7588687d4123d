/// @file
/// C4 · the loads under way in a cache that is locked by its owner.
export module patterns.caching:flight_table;

import std;
import :concepts;
import :flight;

namespace patterns::caching::detail {

/// The hash and the equality that `Cache` finds its keys by, or those of a cache that does not say.
template <class Cache>
struct key_functions {
  using hasher = key_hash<typename Cache::key_type>;
  using key_equal = std::equal_to<>;
};

template <class Cache>
  requires requires {
    typename Cache::hasher;
    typename Cache::key_equal;
  }
struct key_functions<Cache> {
  using hasher = typename Cache::hasher;
  using key_equal = typename Cache::key_equal;
};

/// What `Cache` can be asked with instead of a key, without a conversion.
template <class Query, class Cache>
concept query_of = !std::same_as<Query, typename Cache::key_type> &&
                   lookup_key<Query, typename Cache::key_type, typename key_functions<Cache>::hasher,
                              typename key_functions<Cache>::key_equal> &&
                   requires(Cache& cache, const Cache& reader, const Query& key) {
                     cache.get(key);
                     cache.erase(key);
                     reader.contains(key);
                   };

template <class Wanted>
[[nodiscard]] Wanted picked() {
  return Wanted();
}

/// The one of the arguments that is a `Wanted`, or else a new one.
template <class Wanted, class First, class... Rest>
[[nodiscard]] Wanted picked(const First& first, const Rest&... rest) {
  if constexpr (std::same_as<Wanted, First>) {
    return first;
  } else {
    return picked<Wanted>(rest...);
  }
}

/// As long as a flight is in the table, what it brings counts: who overtakes a load takes its flight out.
///
/// None in the table has ended: who ends one takes it out before.
template <class Key, class Value, class Hash, class Equal>
class flight_table {
 public:
  using flight = detail::flight<Value>;
  using shared_flight = std::shared_ptr<flight>;
  using map_type = std::unordered_map<Key, shared_flight, Hash, Equal>;
  using place = typename map_type::iterator;

  struct boarding {
    shared_flight shared;
    bool leads;
  };

  flight_table() = default;
  flight_table(Hash hash, Equal equal) : flights_(0, std::move(hash), std::move(equal)) {}

  /// The load of `key` under way, or a new one, which the calling thread is to do.
  [[nodiscard]] boarding join(const Key& key) {
    if (const auto found = flights_.find(key); found != flights_.end()) {
      return {found->second, false};
    }
    return {flights_.emplace(key, std::make_shared<flight>()).first->second, true};
  }

  /// Where the load of `key` stands, to be given to `drop`. Calls no hash while nothing is loaded.
  template <class Query>
  [[nodiscard]] place find(const Query& key) {
    return flights_.empty() ? flights_.end() : flights_.find(key);
  }

  [[nodiscard]] bool is_at(place where, const flight& own) const noexcept {
    return where != flights_.end() && where->second.get() == &own;
  }

  /// True if there was something at `where`.
  bool drop(place where) noexcept {
    if (where == flights_.end()) {
      return false;
    }
    flights_.erase(where);
    return true;
  }

  /// Takes `own` out without calling the hash, which may be what has failed.
  void drop(const flight& own) noexcept {
    for (auto where = flights_.begin(); where != flights_.end(); ++where) {
      if (where->second.get() == &own) {
        flights_.erase(where);
        return;
      }
    }
  }

  void clear() noexcept { flights_.clear(); }

  [[nodiscard]] std::size_t size() const noexcept { return flights_.size(); }

  template <class Query>
  [[nodiscard]] std::size_t waiting(const Query& key) const {
    const auto found = flights_.find(key);
    return found == flights_.end() ? 0 : found->second->waiters();
  }

 private:
  map_type flights_;
};

}  // namespace patterns::caching::detail
