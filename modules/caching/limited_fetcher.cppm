/// @file
/// C15 · limited_fetcher: no more than so many fetches at once.
export module patterns.caching:limited_fetcher;

import std;
import patterns.async;
import patterns.concurrency;
import :async_loader;
import :load_outcome;

export namespace patterns::caching {

/// Thrown by the constructor of limited_fetcher for a limit that lets nothing be fetched.
class fetch_limit_error : public std::invalid_argument {
 public:
  explicit fetch_limit_error(std::ptrdiff_t limit)
      : std::invalid_argument(std::format("limited_fetcher: a limit of {} lets nothing be fetched", limit)) {}
};

/// A range of what can be made into keys.
template <class R, class Key>
concept key_range = std::ranges::input_range<R> && std::constructible_from<Key, std::ranges::range_reference_t<R>>;

/// Fetches by a function that waits, such as a request to a server, with a limit on how many do so at once.
///
///     limited_fetcher<std::string, page> pages(8, [&](const std::string& url) { return client.get(url); });
///     const auto front = co_await pages.fetch("/");
///     for (const auto& each : co_await pages.fetch_all(urls)) { ... }
///
/// Who comes when the limit is reached stands in line: fetches begin in the order in which they were asked for, those
/// of a fetch_all in the order of its keys. A fetch that ends makes room for the next, whether it succeeds, throws, is
/// cancelled, or is destroyed with its coroutine. One that is cancelled in line has taken no room.
///
/// Nothing is remembered, and a key that is asked for twice is fetched twice: see async_ttl_cache and batch_loader.
/// A fetch that itself fetches through the same object takes two places, and may wait for itself.
///
/// @tparam Key    what is asked for
/// @tparam Value  what a fetch gives
/// @tparam Fetch  an async_loader; it is called from several threads at once if the fetches go on on several
///
/// Complexity: fetch is O(1), one coroutine beside the fetch's own; fetch_all three coroutines for each key, all at
/// once. Thread-safety: every member, from any thread. It outlives every fetch.
/// Exceptions: what the fetch throws; operation_cancelled.
/// Source: row C15; Python's asyncio.Semaphore around a request.
template <std::move_constructible Key, outcome_value Value, class Fetch = std::function<async::task<Value>(const Key&)>>
  requires async_loader<Fetch, Key, Value>
class limited_fetcher {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using outcome = load_outcome<Value>;

  /// @param bound  how many may fetch at once
  /// @throws fetch_limit_error if it is less than 1
  limited_fetcher(std::ptrdiff_t bound, Fetch function)
      : limit_(bound < 1 ? throw fetch_limit_error(bound) : bound), permits_(bound), fetch_(std::move(function)) {}

  limited_fetcher(const limited_fetcher&) = delete;
  limited_fetcher& operator=(const limited_fetcher&) = delete;

  /// What the function gives for `key`, called in its turn.
  /// @throws when awaited: what the fetch throws; operation_cancelled
  [[nodiscard]] async::task<Value> fetch(Key key) {
    const auto permit = co_await in_turn();
    co_return static_cast<Value>(co_await std::invoke(fetch_, std::as_const(key)));
  }

  /// As above; both the wait and the fetch go by `token`.
  [[nodiscard]] async::task<Value> fetch(Key key, concurrency::stop_token token) {
    return async::with_stop_token(std::move(token), fetch(std::move(key)));
  }

  /// One outcome for each key, in the order of the keys, when all have ended.
  /// @throws when awaited: operation_cancelled if it is asked to stop itself; then too all that began have ended
  template <key_range<Key> Keys>
  [[nodiscard]] async::task<std::vector<outcome>> fetch_all(Keys&& keys) {
    std::vector<async::task<outcome>> fetches;
    for (auto&& key : keys) {
      fetches.push_back(try_fetch(Key(std::forward<decltype(key)>(key))));
    }
    return async::when_all(std::move(fetches));
  }

  /// As above for keys that are written out.
  [[nodiscard]] async::task<std::vector<outcome>> fetch_all(std::initializer_list<Key> keys)
    requires std::copy_constructible<Key>
  {
    return fetch_all(std::span(keys.begin(), keys.size()));
  }

  [[nodiscard]] std::ptrdiff_t limit() const noexcept { return limit_; }

  /// How many fetch now.
  [[nodiscard]] std::ptrdiff_t running() const noexcept { return limit_ - permits_.available(); }

 private:
  [[nodiscard]] async::task<async::async_semaphore::permit> in_turn() {
    try {
      co_return co_await permits_.acquire();
    } catch (const async::operation_cancelled&) {
      throw async::operation_cancelled("limited_fetcher::fetch");
    }
  }

  /// Of one key among several, whose failure is its own; but a stop is for all of them.
  [[nodiscard]] async::task<outcome> try_fetch(Key key) {
    const auto token = co_await async::current_stop_token();
    try {
      co_return outcome(co_await fetch(std::move(key)));
    } catch (const async::operation_cancelled&) {
      if (token.stop_requested()) {
        throw;
      }
      co_return outcome(std::current_exception());
    } catch (...) {
      co_return outcome(std::current_exception());
    }
  }

  const std::ptrdiff_t limit_;
  async::async_semaphore permits_;
  Fetch fetch_;
};

}  // namespace patterns::caching
