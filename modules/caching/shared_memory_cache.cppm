/// @file
/// C20 · shared_memory_cache: entries that all processes of a machine share, whichever of them dies.
export module patterns.caching:shared_memory_cache;

import std;
import patterns.data_model;
import :clock;
import :expiry;
import :observation;
import :shared_mapping;
import :shared_memory_error;
import :shared_segment;

namespace patterns::caching::detail {

/// Nanoseconds, the most or the least where they do not suffice.
template <class Rep, class Period>
[[nodiscard]] constexpr std::int64_t shared_moment(std::chrono::duration<Rep, Period> since_epoch) noexcept {
  if constexpr (std::same_as<Period, std::nano>) {
    return since_epoch.count();
  } else {
    using limits = std::numeric_limits<std::int64_t>;
    const std::chrono::duration<long double, std::nano> exact(since_epoch);
    return exact.count() >= static_cast<long double>(limits::max())   ? limits::max()
           : exact.count() <= static_cast<long double>(limits::min()) ? limits::min()
                                                                      : static_cast<std::int64_t>(exact.count());
  }
}

inline constexpr auto good_for_ever = std::numeric_limits<std::int64_t>::max();

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// The memory of a shared_memory_cache. Source: row C20.
struct shared_memory_options {
  /// What the memory takes, all of it from the moment it is made; the same for all who open it.
  std::size_t bytes = std::size_t{16} << 20U;

  /// How many parts of it have a lock of their own; 0 as suits the size, which is one for 256 KiB, and 64 at most. An
  /// entry larger than a part is not kept.
  std::size_t stripes = 0;

  /// How long a call waits for a lock that another holds: only a process that is stopped holds one for long.
  std::chrono::milliseconds patience{1000};
};

/// What all processes of a machine that open it by its name keep together.
///
///     shared_memory_cache<std::string, picture> previews("gallery");  // in every worker
///     if (const auto found = previews.get("front")) { ... }
///
/// Keys and values cross as their pickles: two keys are one if their pickles are, which leaves out what has no order of
/// its own, such as a std::unordered_set. A value that does not load is a miss. Caches of other types may use the same
/// memory: those of other keys see none of these entries, and those of other values find a miss.
///
/// A process may be killed at any instruction, under a lock too: nobody else waits for that, and no entry is lost but
/// the one that it was just putting, erasing or evicting. That one is as it was, as it was to be, or gone; never half
/// of it. Whoever next comes to that part puts it in order, see repairs. A process that is stopped under a lock makes
/// others throw shared_memory_busy when their patience is at its end.
///
/// When a part is full, those of its entries go that have expired or were not asked for lately (CLOCK). An entry is
/// good until a moment of `Clock`, which must be one for all processes: by default the time since the machine was
/// started, less what it slept; std::chrono::system_clock goes on in its sleep, and can be set.
///
/// The memory stays when all processes have ended, until remove, or until the machine is started anew. It belongs to
/// its user alone, and that user is trusted: bytes that change by accident are found out by their digest and cost an
/// entry, but who writes into the locks, or cuts the memory short, can end the processes that use it. All must be of
/// one PID and time namespace. A process made by fork may go on with the object of its parent.
///
/// Models: cache, cache_store. It loads nothing: put it behind a cache of the process that does.
///
/// @tparam Key    with Value: see data_model::picklable
/// @tparam Clock  see clock_like; a reference is held as such
///
/// Complexity: O(1) on average, and linear in the size of key and value. size, stats, repairs, clear take one part
/// after the other, and the first call after a death is linear in the size of a part.
/// Thread-safety: every member, from any thread.
/// Exceptions: those of data_model::dumps, shared_memory_error; strong guarantee.
/// Source: row C20; POSIX robust mutexes; Corbato's CLOCK, 1968.
template <data_model::picklable Key, data_model::picklable Value, clock_like Clock = std::chrono::steady_clock>
  requires std::same_as<Value, std::remove_cv_t<Value>> && std::move_constructible<Value>
class shared_memory_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;

  /// Opens the memory of that name, or makes it.
  /// @throws shared_memory_error if it is not to be had, or is not what `how` says
  explicit shared_memory_cache(std::string name, shared_memory_options how = {})
    requires std::default_initializable<Clock>
      : shared_memory_cache(std::move(name), how, Clock()) {}

  /// @throws missing_clock_error too
  shared_memory_cache(std::string name, shared_memory_options how, Clock clock)
      : clock_(checked(std::forward<Clock>(clock))),
        segment_({std::move(name), how.bytes, how.stripes, how.patience}) {}

  shared_memory_cache(const shared_memory_cache&) = delete;
  shared_memory_cache& operator=(const shared_memory_cache&) = delete;

  /// Takes the name from the memory: who opens it next makes another, and who has it open keeps this one. Whether there
  /// was any.
  /// @throws shared_memory_error
  static bool remove(const std::string& name) { return detail::shared_mapping::remove(name); }

  /// The value of `key`, if there is one.
  [[nodiscard]] std::optional<mapped_type> get(const key_type& key) {
    std::vector<std::byte> bytes;
    if (!segment_.get(data_model::dumps(key), now(), bytes)) {
      return std::nullopt;
    }
    try {
      return data_model::loads<mapped_type>(bytes);
    } catch (const data_model::pickle_error&) {
      return std::nullopt;
    }
  }

  /// Holds `value` under `key` until it is evicted; whether there was room for it. If not, what the key held before is
  /// gone too.
  bool put(const key_type& key, const mapped_type& value) {
    return put_until(key, value, detail::good_for_ever, now());
  }

  /// The same for as long as `time_to_live` at most.
  template <class Rep, class Period>
  bool put(const key_type& key, const mapped_type& value, std::chrono::duration<Rep, Period> time_to_live) {
    const auto begin = now();
    const auto ttl = detail::saturated<std::chrono::nanoseconds>(time_to_live).count();
    const auto longest = begin > 0 ? detail::good_for_ever - begin : detail::good_for_ever;
    return put_until(key, value, ttl >= longest ? detail::good_for_ever : begin + ttl, begin);
  }

  /// Forgets the value of `key`; whether there was one.
  bool erase(const key_type& key) { return segment_.erase(data_model::dumps(key), now()); }

  /// Whether there is a value of `key`; it is not asked for by that.
  [[nodiscard]] bool contains(const key_type& key) const { return segment_.contains(data_model::dumps(key), now()); }

  /// Forgets all, of caches of other types in the same memory too.
  void clear() { segment_.clear(); }

  /// How many entries there are, those that have expired included.
  [[nodiscard]] std::size_t size() const { return segment_.size(); }

  /// Of all processes together, since the memory was made.
  [[nodiscard]] cache_stats stats() const { return segment_.stats(); }
  [[nodiscard]] shared_memory_repairs repairs() const { return segment_.repairs(); }

  [[nodiscard]] const std::string& name() const noexcept { return segment_.name(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return segment_.bytes(); }
  [[nodiscard]] std::size_t stripes() const noexcept { return segment_.stripes(); }

  /// How many bytes the pickles of keys and values may take together; each entry takes blocks of 64.
  [[nodiscard]] std::size_t capacity() const noexcept { return segment_.capacity(); }

 private:
  [[nodiscard]] static Clock&& checked(Clock&& clock) {
    if (detail::is_null(clock)) {
      throw missing_clock_error();
    }
    return std::forward<Clock>(clock);
  }

  [[nodiscard]] std::int64_t now() const { return detail::shared_moment(detail::now_by(clock_).time_since_epoch()); }

  bool put_until(const key_type& key, const mapped_type& value, std::int64_t good_until, std::int64_t begin) {
    return segment_.put(data_model::dumps(key), data_model::dumps(value), good_until, begin);
  }

  [[no_unique_address]] detail::held_clock<Clock> clock_;
  detail::shared_segment segment_;
};

}  // namespace patterns::caching
