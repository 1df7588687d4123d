/// @file
/// C16 · cache_warmer: fills a cache before anybody asks.
export module patterns.caching:cache_warmer;

import std;
import patterns.async;
import :async_loader;
import :concepts;
import :flight;
import :limited_fetcher;

export namespace patterns::caching {

/// How a cache_warmer works.
struct warmer_options {
  /// How many keys are loaded at once, at least 1.
  std::size_t consumers = 4;
  /// How many keys may wait to be loaded; with 0 who adds a key waits until it is being loaded.
  std::size_t queue_capacity = 64;
  /// How many failures a report names; all are counted.
  std::size_t failures_kept = 1000;
};

/// What becomes of the keys that wait when a cache_warmer is stopped. What is being loaded is loaded to its end.
enum class warmer_stop : unsigned char {
  drain,  ///< they are loaded
  drop    ///< they are not
};

/// What a cache_warmer has done so far.
struct warmer_stats {
  std::uint64_t added = 0;
  std::uint64_t warmed = 0;   ///< loaded, and put into the cache
  std::uint64_t present = 0;  ///< in the cache already, and not loaded
  std::uint64_t failed = 0;   ///< the load or the cache threw
  std::uint64_t dropped = 0;  ///< not loaded because of a stop

  [[nodiscard]] bool operator==(const warmer_stats&) const = default;
};

/// A key that could not be loaded, and why.
template <class Key>
struct warm_failure {
  Key key;
  std::exception_ptr error;
};

/// How a run of a cache_warmer ended.
template <class Key>
struct warm_report {
  warmer_stats stats;
  std::vector<warm_failure<Key>> failures;  ///< in the order in which they failed; see warmer_options
};

/// Thrown to who adds a key to a cache_warmer that was stopped, also if it was stopped while the key waited to get in.
class warmer_stopped : public std::runtime_error {
 public:
  explicit warmer_stopped(std::string_view key)
      : std::runtime_error(std::format("cache_warmer: key {} comes after the stop", key)) {}
};

/// Thrown when a cache_warmer is made without consumers, or run a second time.
class warmer_misuse : public std::logic_error {
 public:
  explicit warmer_misuse(std::string_view what) : std::logic_error(std::format("cache_warmer: {}", what)) {}
};

/// Loads keys that are expected to be asked for, and puts their values into a cache: producers add keys to a bounded
/// queue, and consumers take them from it.
///
///     cache_warmer warmer(cache, [&](int id) { return database.find(id); }, {.consumers = 4});
///     const auto report = co_await warmer.warm(ids);
///
/// or, where the keys come from elsewhere, `run()` beside those who `add`, until somebody calls `stop`.
///
/// Who adds a key waits while the queue is full: however many keys there are, no more of them are held than the queue
/// and the consumers have room for. A key that fails is counted and named in the report, and the others go on. A key
/// that the cache has already is not loaded. A run that is cancelled or destroyed stops the warmer too, so that no
/// producer waits for what nobody does.
///
/// A warmer runs once. Keys that are in the queue twice may be loaded twice at once; a loader that goes through an
/// async_single_flight loads them once.
///
/// @tparam Cache   see cache. Where loads go on on several threads it must allow to be used by them, as
///                 synchronized_cache does.
/// @tparam Loader  see async_loader; called by all consumers
///
/// Complexity: one coroutine for each consumer, and one for each load. Thread-safety: every member, from any thread.
/// The cache outlives it, and it outlives its run and who adds. Exceptions: see the members. Source: row C16; Python's
/// asyncio.Queue with its workers.
template <cache Cache, async_loader<typename Cache::key_type, typename Cache::mapped_type> Loader>
  requires async::queue_element<typename Cache::key_type>
class cache_warmer {
 public:
  using cache_type = Cache;
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using report_type = warm_report<key_type>;

  /// @throws warmer_misuse if there are to be no consumers
  cache_warmer(Cache& warmed, Loader load, warmer_options how = {})
      : options_(how.consumers == 0 ? throw warmer_misuse("0 consumers load nothing") : how),
        cache_(warmed),
        load_(std::move(load)),
        queue_(how.queue_capacity) {}

  cache_warmer(const cache_warmer&) = delete;
  cache_warmer& operator=(const cache_warmer&) = delete;

  /// Adds a key, when there is room for it.
  /// @throws when awaited: warmer_stopped; operation_cancelled, and then it was not added
  [[nodiscard]] async::task<> add(key_type key) {
    try {
      co_await queue_.push(std::move(key));
    } catch (const async::queue_closed&) {
      throw warmer_stopped(detail::shown_key(key));
    }
    count(&warmer_stats::added);
  }

  /// Adds a key if there is room for it now. @throws warmer_stopped
  [[nodiscard]] bool try_add(key_type key) {
    try {
      if (!queue_.try_push(std::move(key))) {
        return false;
      }
    } catch (const async::queue_closed&) {
      throw warmer_stopped(detail::shown_key(key));
    }
    count(&warmer_stats::added);
    return true;
  }

  /// Takes no more keys. A drop may follow a drain; otherwise only the first call counts.
  void stop(warmer_stop mode = warmer_stop::drain) noexcept {
    if (mode == warmer_stop::drop) {
      dropping_.store(true, std::memory_order_relaxed);
    }
    queue_.close();
  }

  /// Loads what is added, until the warmer has been stopped and no key is left.
  /// @throws when awaited: operation_cancelled; warmer_misuse if it was run before
  [[nodiscard]] async::task<report_type> run() {
    if (begun_.exchange(true)) {
      throw warmer_misuse("run a second time");
    }
    {
      const ending afterwards(*this);
      std::vector<async::task<>> consumers;
      for (std::size_t i = 0; i < options_.consumers; ++i) {
        consumers.push_back(consume());
      }
      co_await async::when_all(std::move(consumers));
    }
    const std::lock_guard lock(mutex_);
    co_return report_type{stats_, std::exchange(failures_, {})};
  }

  /// Adds all keys, in a run that ends when they are loaded, or when somebody else stops the warmer.
  /// @param keys  is moved into the task
  /// @throws when awaited: as run
  template <class Keys>
    requires key_range<std::remove_cvref_t<Keys>, key_type>
  [[nodiscard]] async::task<report_type> warm(Keys keys) {
    auto [report, nothing] = co_await async::when_all(run(), add_all(keys));
    co_return std::move(report);
  }

  [[nodiscard]] warmer_stats stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
  }

  /// How many keys wait to be loaded, not counting those that wait to get in.
  [[nodiscard]] std::size_t queued() const noexcept { return queue_.size(); }

 private:
  /// However the run ends, nobody is left to wait.
  class ending {
   public:
    explicit ending(cache_warmer& warmer) noexcept : warmer_(warmer) {}
    ending(const ending&) = delete;
    ending& operator=(const ending&) = delete;
    ~ending() {
      warmer_.queue_.close();
      try {
        while (warmer_.queue_.try_pop()) {
          warmer_.count(&warmer_stats::dropped);
        }
      } catch (...) {  // a key whose move throws stays where it is
      }
    }

   private:
    cache_warmer& warmer_;
  };

  [[nodiscard]] async::task<> consume() {
    const auto token = co_await async::current_stop_token();
    while (auto key = co_await queue_.pop()) {
      if (dropping_.load(std::memory_order_relaxed)) {
        count(&warmer_stats::dropped);
        continue;
      }
      try {
        if (std::as_const(cache_).contains(*key)) {
          count(&warmer_stats::present);
        } else {
          auto value = co_await detail::call_loader<mapped_type>(load_, std::as_const(*key));
          cache_.put(*key, std::move(value));
          count(&warmer_stats::warmed);
        }
      } catch (const async::operation_cancelled&) {
        if (token.stop_requested()) {
          count(&warmer_stats::dropped);
          throw;
        }
        note_failure(*std::move(key));
      } catch (...) {
        note_failure(*std::move(key));
      }
    }
  }

  template <class Keys>
  [[nodiscard]] async::task<> add_all(Keys& keys) {
    try {
      for (auto&& key : keys) {
        co_await add(key_type(std::forward<decltype(key)>(key)));
      }
    } catch (const warmer_stopped&) {
      co_return;
    }
    stop(warmer_stop::drain);
  }

  void count(std::uint64_t warmer_stats::* counter) noexcept {
    const std::lock_guard lock(mutex_);
    ++(stats_.*counter);
  }

  /// In a handler.
  void note_failure(key_type&& key) {
    const std::lock_guard lock(mutex_);
    ++stats_.failed;
    if (failures_.size() < options_.failures_kept) {
      failures_.push_back(warm_failure<key_type>{std::move(key), std::current_exception()});
    }
  }

  const warmer_options options_;
  Cache& cache_;
  Loader load_;
  std::atomic<bool> begun_ = false;
  std::atomic<bool> dropping_ = false;
  mutable std::mutex mutex_;
  warmer_stats stats_;
  std::vector<warm_failure<key_type>> failures_;
  async::async_queue<key_type> queue_;
};

}  // namespace patterns::caching
