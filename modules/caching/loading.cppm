/// @file
/// C4, C8 · what a loader may say beside the value, and what a cache may offer to one that fails.
export module patterns.caching:loading;

import std;
import patterns.async;
import :concepts;

export namespace patterns::caching {

/// What a loader gives that knows how long its value is good for: a cache that models timed_cache keeps it for `ttl`,
/// every other cache as any value.
template <class Value>
struct loaded {
  Value value;
  std::optional<std::chrono::nanoseconds> ttl = std::nullopt;  ///< empty: as the cache does by itself

  operator Value() const& { return value; }
  operator Value() && { return std::move(value); }
};

/// A cache whose entries may each be given a time to live.
template <class Cache>
concept timed_cache =
    cache<Cache> && requires(Cache& cache, const typename Cache::key_type& key, typename Cache::mapped_type value,
                             std::chrono::nanoseconds ttl) { cache.put(key, std::move(value), ttl); };

/// A cache that can still show a value which is too old to be given: `peek_stale(key)` is true when there is one, old
/// or not, and then dereferences to the value, or to something with a member `value` that is it or points to it.
template <class Cache>
concept stale_cache = cache<Cache> && requires(const Cache& reader, const typename Cache::key_type& key) {
  static_cast<bool>(reader.peek_stale(key));
  *reader.peek_stale(key);
};

/// What finds the values of several keys by one call: a range of as many values, in the order of the keys.
template <class Fn, class Key, class Value>
concept bulk_loader =
    std::invocable<Fn&, std::span<const Key>> &&
    std::ranges::input_range<std::invoke_result_t<Fn&, std::span<const Key>>> &&
    std::convertible_to<std::ranges::range_reference_t<std::invoke_result_t<Fn&, std::span<const Key>>>, Value>;

/// Thrown when a bulk loader gives more or fewer values than it was given keys.
class bulk_load_error : public std::runtime_error {
 public:
  bulk_load_error(std::size_t values, std::size_t keys)
      : std::runtime_error(std::format("loading_cache: the bulk loader was asked for {} values and gave {}{}", keys,
                                       values > keys ? "at least " : "", values)) {}
};

/// How the loads of a cache have done since it was made.
struct load_stats {
  std::uint64_t loads = 0;      ///< loaders called, for one key or for several
  std::uint64_t failures = 0;   ///< of these, how many brought an exception
  std::uint64_t joins = 0;      ///< callers who waited for the load of another
  std::uint64_t overtaken = 0;  ///< values not kept, since put, erase or clear came first

  [[nodiscard]] constexpr bool operator==(const load_stats&) const = default;
};

/// Drops an error.
struct ignore_error {
  void operator()(const std::exception_ptr&) const noexcept {}
};

/// Asks get_or_load for a value that is too old, if there is one, rather than for the error of the loader, which goes
/// to `report`.
///
/// Source: RFC 5861, where a response of HTTP allows the same under this name.
template <std::invocable<const std::exception_ptr&> Report = ignore_error>
struct stale_if_error {
  [[no_unique_address]] Report report = {};
};

template <std::invocable<const std::exception_ptr&> Report>
stale_if_error(Report) -> stale_if_error<Report>;

stale_if_error() -> stale_if_error<>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

template <class T>
inline constexpr bool is_loaded = false;

template <class Value>
inline constexpr bool is_loaded<loaded<Value>> = true;

/// What a loader has given, as one type.
template <class Value, class Result>
[[nodiscard]] loaded<Value> as_loaded(Result&& result) {
  if constexpr (is_loaded<std::remove_cvref_t<Result>>) {
    return {static_cast<Value>(std::forward<Result>(result).value), result.ttl};
  } else {
    return {static_cast<Value>(std::forward<Result>(result))};
  }
}

/// The value that peek_stale shows.
template <class Value, class Shown>
[[nodiscard]] Value shown_value(const Shown& shown) {
  if constexpr (std::convertible_to<const Shown&, Value>) {
    return shown;
  } else if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(shown.value)>>) {
    return *shown.value;
  } else {
    return shown.value;
  }
}

/// See negative_ttl.
template <class Loader>
struct negative_loader {
  std::chrono::nanoseconds ttl;
  Loader load;

  template <class Key>
    requires std::invocable<Loader&, const Key&>
  [[nodiscard]] auto operator()(const Key& key) {
    return answer(std::invoke(load, key));
  }

  template <class Key>
    requires std::invocable<const Loader&, const Key&>
  [[nodiscard]] auto operator()(const Key& key) const {
    return answer(std::invoke(load, key));
  }

 private:
  template <class Result>
  [[nodiscard]] auto answer(Result result) const {
    if constexpr (async::awaitable<Result>) {
      return answer_later(ttl, std::move(result));
    } else {
      return with_ttl(ttl, std::move(result));
    }
  }

  template <class Result>
  [[nodiscard]] static loaded<Result> with_ttl(std::chrono::nanoseconds ttl, Result result) {
    const bool present = static_cast<bool>(result);
    return {std::move(result), present ? std::nullopt : std::optional(ttl)};
  }

  template <class Awaitable>
  [[nodiscard]] static async::task<loaded<async::await_result_t<Awaitable>>> answer_later(std::chrono::nanoseconds ttl,
                                                                                          Awaitable result) {
    co_return with_ttl(ttl, co_await std::move(result));
  }
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// A loader that gives what `load` gives, such as an optional, and lets "there is none" be kept for `ttl` only. Where
/// `load` gives an awaitable, such as a task of an optional, so does this.
///
/// That a key has no value is an answer like another, and asking again and again for what does not exist costs as much
/// as for what does; but it is often out of date sooner. In a cache that does not model timed_cache it is kept as any
/// entry.
template <class Loader>
[[nodiscard]] auto negative_ttl(std::chrono::nanoseconds ttl, Loader load) {
  return detail::negative_loader<Loader>{ttl, std::move(load)};
}

}  // namespace patterns::caching
