/// @file
/// C11 · what a versioned_cache makes its caches with, and how it drops those that are out of date.
export module patterns.caching:retired_caches;

import std;

namespace patterns::caching::detail {

/// Makes a cache again, from what the first was made from.
template <class Cache, class... Args>
class remake_cache {
 public:
  template <class... Given>
  explicit remake_cache(std::in_place_t, Given&&... given) : args_(std::forward<Given>(given)...) {}

  [[nodiscard]] std::unique_ptr<Cache> operator()() const {
    return std::apply([](const Args&... args) { return std::make_unique<Cache>(args...); }, args_);
  }

 private:
  std::tuple<Args...> args_;
};

/// A cache whose entries can be taken out one by one.
template <class Cache>
concept listed_cache =
    std::copy_constructible<typename Cache::key_type> && requires(Cache& cache, const Cache& reader) {
      { reader.begin() == reader.end() } -> std::convertible_to<bool>;
      { reader.begin()->first } -> std::convertible_to<const typename Cache::key_type&>;
    };

/// Caches of the past, whose entries are still to be dropped.
template <class Cache>
class retired_caches {
 public:
  // A place first: what throws leaves the cache where it is.
  void add(std::unique_ptr<Cache>& cache, std::unique_ptr<Cache> successor) {
    caches_.emplace_back();
    caches_.back() = std::exchange(cache, std::move(successor));
  }

  [[nodiscard]] bool empty() const noexcept { return caches_.empty(); }

  [[nodiscard]] std::size_t entries() const {
    std::size_t sum = 0;
    for (const auto& cache : caches_) {
      sum += cache->size();
    }
    return sum;
  }

  [[nodiscard]] retired_caches take_first() noexcept {
    retired_caches taken;
    taken.caches_.splice(taken.caches_.begin(), caches_, caches_.begin());
    return taken;
  }

  void put_back(retired_caches& taken) noexcept { caches_.splice(caches_.begin(), taken.caches_); }

  /// Drops at most so many entries of the first; all of a cache that does not list them, or that cannot erase.
  void drop(std::size_t entries) noexcept {
    if constexpr (listed_cache<Cache>) {
      try {
        auto& cache = *caches_.front();
        const Cache& reader = cache;
        for (; entries > 0 && !(reader.begin() == reader.end()); --entries) {
          const typename Cache::key_type key = reader.begin()->first;
          if (!cache.erase(key)) {
            break;
          }
        }
        if (entries == 0) {
          return;
        }
      } catch (...) {
      }
    }
    caches_.pop_front();
  }

 private:
  std::list<std::unique_ptr<Cache>> caches_;
};

}  // namespace patterns::caching::detail
