/// @file
/// C8 · the time of a bounded cache, and when its entries end.
export module patterns.caching:lifetimes;

import std;
import :clock;
import :eviction;
import :expiry;
import :timer_wheel;

namespace patterns::caching::detail {

/// In a node of a cache whose entries do not expire.
struct no_times {};

struct entry_times {
  tick written;
  tick deadline;
};

/// For those that a hit renews.
struct renewable_times : entry_times {
  tick ttl;
};

/// Asks the policy for the time to live of an entry that is put without one.
struct ttl_of_policy {};

/// Passes over what has expired: a walk sees the entries that were good when it began.
template <class Times>
struct good_at {
  tick now = 0;
  template <class Node>
  [[nodiscard]] bool operator()(const Node& node) const noexcept {
    return node.times.deadline > now;
  }
};

template <>
struct good_at<no_times> {
  template <class Node>
  [[nodiscard]] constexpr bool operator()(const Node&) const noexcept {
    return true;
  }
};

[[nodiscard]] inline constexpr tick saturating_sum(tick a, tick b) noexcept {
  return a > never - b ? never : a + b;
}

/// The clock of a cache as its policy has it, and the wheel of its entries.
template <class Expiry, class Key, class Value>
class lifetimes {
 public:
  using duration = clock_duration<Expiry>;
  static constexpr bool renewing = renewing_expiry<Expiry, Key, Value>;
  using times_type = std::conditional_t<renewing, renewable_times, entry_times>;

  /// What the clock says, and what that is for the cache.
  struct moment {
    std::int64_t reading;
    tick now;
  };

  explicit lifetimes(Expiry expiry) : expiry_(std::move(expiry)), seen_(reading()) {
    if constexpr (serving_stale<Expiry>) {
      stale_for_ = ticks(expiry_.stale_for());
    }
  }

  /// Looks at the clock, and leaves no trace of that until `pass`.
  [[nodiscard]] moment look() const {
    const auto there = reading();
    const auto gone_by = there > seen_ ? static_cast<tick>(there) - static_cast<tick>(seen_) : 0;
    // The end of time never comes, and what has no end never ends.
    return {there, std::min(saturating_sum(now_, gone_by), never - 1)};
  }

  void pass(const moment& when) noexcept {
    seen_ = when.reading;
    now_ = when.now;
  }

  [[nodiscard]] tick now() const noexcept { return now_; }

  template <class Rep, class Period>
  [[nodiscard]] static tick ticks(std::chrono::duration<Rep, Period> length) {
    const auto whole = saturated<duration>(length);
    return whole == duration::max() ? never : static_cast<tick>(whole.count());
  }

  [[nodiscard]] tick ttl(const Key& key, const Value& value, ttl_of_policy) const {
    return ticks(expiry_.time_to_live(key, value));
  }
  [[nodiscard]] tick ttl(const Key&, const Value&, tick given) const noexcept { return given; }

  [[nodiscard]] tick ttl_after_hit(const Key& key, const Value& value, const times_type& times) const {
    return ticks(expiry_.after_hit(key, value, length(times.ttl)));
  }

  void write(times_type& times, tick ttl) const noexcept {
    times.written = now_;
    renew(times, ttl);
  }

  void renew(times_type& times, tick ttl) const noexcept {
    times.deadline = saturating_sum(now_, ttl);
    if constexpr (renewing) {
      times.ttl = ttl;
    }
  }

  /// Until when an entry is held: as long as it is good, and then stale.
  [[nodiscard]] tick end(const times_type& times) const noexcept { return saturating_sum(times.deadline, stale_for_); }

  void reserve(std::size_t slots) { wheel_.reserve(slots); }
  void begin(cache_slot slot, const times_type& times) noexcept { wheel_.schedule(slot, end(times)); }
  void forget(cache_slot slot) noexcept { wheel_.cancel(slot); }

  /// After renew. A later end is left to be found when the earlier one comes, so that a hit touches no list.
  void prolong(cache_slot slot, const times_type& times) noexcept {
    if (const auto when = end(times); when < wheel_.due(slot)) {
      wheel_.cancel(slot);
      wheel_.schedule(slot, when);
    }
  }

  /// A slot whose entry is held no longer, of `times_of(slot)`, if one is found in `steps`.
  template <class TimesOf>
  [[nodiscard]] cache_slot next_ended(std::size_t& steps, TimesOf times_of) noexcept {
    for (;;) {
      const auto slot = wheel_.next_due(now_, steps);
      if (slot == no_slot || end(times_of(slot)) <= now_) {
        return slot;
      }
      wheel_.schedule(slot, end(times_of(slot)));
    }
  }

  template <class V>
  [[nodiscard]] static entry_info<V, duration> info(const V& value, const times_type& times, tick now) noexcept {
    return {&value, length(now - times.written), remaining(times, now)};
  }

  [[nodiscard]] static duration remaining(const times_type& times, tick now) noexcept {
    return times.deadline > now ? length(times.deadline == never ? never : times.deadline - now)
                                : -length(now - times.deadline);
  }

 private:
  [[nodiscard]] std::int64_t reading() const { return now_by(expiry_).time_since_epoch().count(); }

  [[nodiscard]] static duration length(tick ticks) noexcept {
    constexpr auto longest = static_cast<tick>(duration::max().count());
    return duration(static_cast<typename duration::rep>(std::min(ticks, longest)));
  }

  Expiry expiry_;
  std::int64_t seen_;
  tick now_ = 0;
  tick stale_for_ = 0;
  timer_wheel wheel_;
};

template <class Key, class Value>
class lifetimes<never_expires, Key, Value> {
 public:
  using times_type = no_times;
  static constexpr bool renewing = false;

  explicit lifetimes(never_expires) noexcept {}
};

}  // namespace patterns::caching::detail
