/// @file
/// C7 · reentrant_cache: values that are defined by one another.
export module patterns.caching:reentrant_cache;

import std;
import :bounded_cache;
import :concepts;
import :flight;
import :load_frame;
import :loading;
import :loading_cache;
import :observation;
import :synchronized_cache;

export namespace patterns::caching {

/// What defines the value of a key by those of other keys: it is called with the cache and the key.
template <class Fn, class Cache>
concept reentrant_loader =
    std::copy_constructible<Fn> && std::invocable<Fn&, Cache&, const typename Cache::key_type&> &&
    std::convertible_to<std::invoke_result_t<Fn&, Cache&, const typename Cache::key_type&>,
                        typename Cache::mapped_type>;

/// Thrown when loads stand one within the other deeper than a reentrant_cache allows.
class load_depth_error : public std::runtime_error {
 public:
  load_depth_error(std::string_view key, std::size_t limit)
      : std::runtime_error(std::format(
            "reentrant_cache: the load of key {} stands within {} others, which is the limit", key, limit)) {}
};

/// A cache with the definition of its values, which may ask it for other values.
///
/// So a recursive function or a graph of dependencies is written as it is defined, and each value is found out once,
/// however many threads ask and by whatever way they come to it. No lock is held while a value is found out.
///
/// A definition that leads back to its own key gets recursive_load_error, which names the keys on the way, instead of a
/// deadlock or an endless recursion: A by A, A by B by A, and A by B in one thread while B by A in another. An error
/// goes through all definitions that depend on it, unless they catch it, and is not remembered.
///
/// Each value that is found out on the way to another takes some stack, as in any recursion. A definition that goes
/// deeper than a limit gets load_depth_error instead of the end of the stack; what it had found out by then is kept, so
/// that asking from the bottom up always works. The limit counts the loads that the thread is in the midst of, in all
/// caches of this kind.
///
/// A value put by hand, or erased, changes no value that was defined by it before.
///
/// @tparam Key    what values are held under; see cache_key
/// @tparam Value  what is held; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
/// @tparam Cache  what holds them; its eviction costs time only, for what is gone is found out again
/// @tparam Mutex  what guards it
///
/// Thread-safety: every member may be called at any time by any thread, and so must be the definition.
/// Complexity: O(1) on average beside the load.
/// Exceptions: strong guarantee; what the definition throws.
/// Source: row C7; Michie, Memo Functions and Machine Learning, 1968.
template <std::copy_constructible Key, std::copy_constructible Value, cache Cache = lru_cache<Key, Value>,
          lockable_for_cache Mutex = std::mutex>
  requires std::same_as<typename Cache::key_type, Key> && std::same_as<typename Cache::mapped_type, Value>
class reentrant_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using cache_type = Cache;

  /// So many loads one within the other take about 1.2 MB of stack without optimization, and less with it.
  static constexpr std::size_t default_depth = 1000;

  /// Holds up to `capacity` of the values that `definition(*this, key)` gives. `more` is what the cache takes besides.
  template <class Definition, class... More>
    requires reentrant_loader<Definition, reentrant_cache> && std::constructible_from<Cache, std::size_t, More...>
  reentrant_cache(std::size_t capacity, Definition definition, std::size_t depth_limit = default_depth, More&&... more)
      : definition_(std::move(definition)), depth_limit_(depth_limit), values_(capacity, std::forward<More>(more)...) {}

  reentrant_cache(const reentrant_cache&) = delete;
  reentrant_cache& operator=(const reentrant_cache&) = delete;

  /// The value of `key`, from the cache or else by its definition.
  /// @throws recursive_load_error if it is defined by itself
  /// @throws load_depth_error    if this thread is in the midst of `depth_limit` loads
  [[nodiscard]] Value get_or_load(const Key& key) {
    definition_call define{*this};
    return detail::loading_access::get_or_load(values_, key, define, recursion{*this});
  }

  /// get_or_load, as a definition likes to write it.
  [[nodiscard]] Value operator()(const Key& key) { return get_or_load(key); }

  /// A copy of the value of `key`, if it is there; waits for no load.
  [[nodiscard]] std::optional<Value> get(const Key& key) { return values_.get(key); }

  /// Holds `value` under `key`, in place of what was there or is being loaded; whether there was room for it.
  template <class V = Value>
    requires requires(Cache& cache, const Key& key, V&& value) { cache.put(key, std::forward<V>(value)); }
  auto put(const Key& key, V&& value) {
    return values_.put(key, std::forward<V>(value));
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const Key& key) { return values_.erase(key); }

  /// Forgets everything, loads under way included.
  void clear() { values_.clear(); }

  /// Whether get would find `key`.
  [[nodiscard]] bool contains(const Key& key) const { return values_.contains(key); }

  [[nodiscard]] std::size_t size() const { return values_.size(); }

  [[nodiscard]] std::size_t depth_limit() const noexcept { return depth_limit_; }

  [[nodiscard]] load_stats loads() const { return values_.loads(); }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const Key& key) const { return values_.waiting(key); }

 private:
  struct definition_call {
    reentrant_cache& cache;

    [[nodiscard]] Value operator()(const Key& key) const {
      if (detail::load_frame::depth() >= cache.depth_limit_) {
        throw load_depth_error(detail::shown_key(key), cache.depth_limit_);
      }
      const detail::load_frame frame(&cache, &key, &shown);
      return cache.definition_(cache, key);
    }
  };

  struct recursion {
    const reentrant_cache& cache;

    [[noreturn]] void operator()(const Key& key) const {
      const auto* const begun = cache.load_here(key);
      auto chain = detail::load_frame::chain_from(begun) + " -> " + detail::shown_key(key);
      if (begun == nullptr) {
        chain += ", which another thread loads";
      }
      throw recursive_load_error("reentrant_cache", detail::shown_key(key), chain);
    }
  };

  [[nodiscard]] static std::string shown(const void* key) { return detail::shown_key(*static_cast<const Key*>(key)); }

  /// The load of `key` that the calling thread is in the midst of, or null.
  [[nodiscard]] const detail::load_frame* load_here(const Key& key) const {
    typename loading_cache<Cache, Mutex>::key_equal equal{};
    const auto* frame = detail::load_frame::innermost();
    while (frame != nullptr && !(frame->cache() == this && equal(*static_cast<const Key*>(frame->key()), key))) {
      frame = frame->outer();
    }
    return frame;
  }

  const std::function<Value(reentrant_cache&, const Key&)> definition_;
  std::size_t depth_limit_;
  loading_cache<Cache, Mutex> values_;
};

}  // namespace patterns::caching
