/// @file
/// C8 · expiry_policy, never_expires, expire_after_write, expire_after_access: how long an entry is good for.
export module patterns.caching:expiry;

import std;
import :clock;

namespace patterns::caching::detail {

template <class T>
inline constexpr bool is_duration = false;

template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

template <class T>
concept duration = is_duration<std::remove_cvref_t<T>>;

template <class E, class Key, class Value>
concept renewing_expiry =
    clock_like<E> && requires(const E& expiry, const Key& key, const Value& value, clock_duration<E> ttl) {
      { expiry.after_hit(key, value, ttl) } -> duration;
    };

template <class E>
concept serving_stale = requires(const E& expiry) {
  { expiry.stale_for() } -> duration;
};

/// `from` in whole ticks of `To`, rounded up so that no time to live becomes none; what is longer than any is the
/// longest, and what is no number is none.
template <class To, class Rep, class Period>
[[nodiscard]] constexpr To saturated(std::chrono::duration<Rep, Period> from) {
  if constexpr (std::same_as<To, std::chrono::duration<Rep, Period>>) {
    return std::max(from, To::zero());
  } else {
    if (!(from > std::chrono::duration<Rep, Period>::zero())) {
      return To::zero();
    }
    const std::chrono::duration<long double, typename To::period> ticks(from);
    if (ticks.count() >= static_cast<long double>(To::max().count())) {
      return To::max();
    }
    const auto whole = To(static_cast<typename To::rep>(ticks.count()));
    return static_cast<long double>(whole.count()) < ticks.count() ? whole + To(1) : whole;
  }
}

/// A clock as a member: a reference as what can be moved.
template <class Clock>
using held_clock =
    std::conditional_t<std::is_reference_v<Clock>, std::reference_wrapper<std::remove_reference_t<Clock>>, Clock>;

template <class Clock>
[[nodiscard]] bool is_null(const Clock& clock) {
  if constexpr (requires { clock == nullptr; }) {
    return clock == nullptr;
  } else {
    return false;
  }
}

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Thrown when a cache is to go by a clock to which a null pointer leads.
class missing_clock_error : public std::invalid_argument {
 public:
  missing_clock_error() : std::invalid_argument("expiry_policy: the pointer to the clock is null") {}
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// What both policies of this file are: one time to live, by one clock.
template <clock_like Clock>
class fixed_expiry {
 public:
  using duration = clock_duration<Clock>;

  template <class Rep, class Period>
  explicit fixed_expiry(std::chrono::duration<Rep, Period> ttl)
    requires std::default_initializable<held_clock<Clock>>
      : fixed_expiry(ttl, held_clock<Clock>()) {}

  template <class Rep, class Period>
  fixed_expiry(std::chrono::duration<Rep, Period> ttl, held_clock<Clock> clock)
      : fixed_expiry(ttl, std::move(clock), duration::zero()) {}

  template <class Rep, class Period, class StaleRep, class StalePeriod>
  fixed_expiry(std::chrono::duration<Rep, Period> ttl, held_clock<Clock> clock,
               std::chrono::duration<StaleRep, StalePeriod> stale_for)
      : ttl_(saturated<duration>(ttl)), stale_for_(saturated<duration>(stale_for)), clock_(std::move(clock)) {
    if (is_null(clock_)) {
      throw missing_clock_error();
    }
  }

  // On GCC 16 two suites that pass alone fail in one program, as if one importer passed this class by value and the
  // other by reference: perhaps they differ on whether reference_wrapper is trivial to copy. It has not been reduced.
  // With a destructor of its own the class never is.
  fixed_expiry(const fixed_expiry&) = default;
  fixed_expiry(fixed_expiry&&) = default;
  fixed_expiry& operator=(const fixed_expiry&) = default;
  fixed_expiry& operator=(fixed_expiry&&) = default;
  ~fixed_expiry() {}

  [[nodiscard]] auto now() const { return now_by(clock_); }

  template <class Key, class Value>
  [[nodiscard]] duration time_to_live(const Key&, const Value&) const noexcept {
    return ttl_;
  }

  [[nodiscard]] duration stale_for() const noexcept { return stale_for_; }

 private:
  duration ttl_;
  duration stale_for_;
  [[no_unique_address]] held_clock<Clock> clock_;
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Entries are good for as long as they are held. Costs nothing: no clock is read, no entry is larger.
struct never_expires {};

/// What says how long an entry is good for; it brings the clock that this is measured by.
///
/// Of a policy that is not never_expires a cache asks
///
/// - `now()`: the time, see clock_like
/// - `time_to_live(key, value)`: how long an entry is good for that is put now, as any std::chrono::duration
/// - `after_hit(key, value, ttl)`, if it has that: how long an entry is good for that is got now, when `ttl` is how
///   long it was to be good for at its put or its hit before
/// - `stale_for()`, if it has that: how much longer an entry is held that is good no more, for those who would rather
///   have an old value than none; asked once
///
/// All are const, and may throw.
///
/// A time of 0 or less is over at once. One that leads past the end of time has no end, and so has the longest there
/// is. A clock may leap and go back: a cache counts the time that goes by between one look at the clock and the next,
/// and where the clock has gone back none has gone by. So what has expired stays so, and nothing is held for a century
/// because the clock was in the next one for a moment.
template <class E, class Key, class Value>
concept expiry_policy =
    std::same_as<E, never_expires> ||
    (clock_like<E> && std::move_constructible<E> && requires(const E& expiry, const Key& key, const Value& value) {
      { expiry.time_to_live(key, value) } -> detail::duration;
    });

/// Entries are good for a time after they have been put, however often they are got.
///
/// @tparam Clock  see clock_like; a reference is held as such
///
/// Made from the time to live and, if they are not to be the default, the clock and how long an entry is held stale.
/// @throws missing_clock_error if the clock is a null pointer
template <clock_like Clock = std::chrono::steady_clock>
class expire_after_write : public detail::fixed_expiry<Clock> {
 public:
  using detail::fixed_expiry<Clock>::fixed_expiry;
};

template <class Rep, class Period>
expire_after_write(std::chrono::duration<Rep, Period>) -> expire_after_write<>;
template <class Rep, class Period, clock_like Clock, class... More>
expire_after_write(std::chrono::duration<Rep, Period>, Clock, More...) -> expire_after_write<Clock>;

/// Entries are good for a time after they have been put or got last: they expire when nobody asks for them.
///
/// @tparam Clock  see clock_like; a reference is held as such
///
/// Made as expire_after_write. An entry that was put with a time of its own is renewed by that.
template <clock_like Clock = std::chrono::steady_clock>
class expire_after_access : public detail::fixed_expiry<Clock> {
 public:
  using detail::fixed_expiry<Clock>::fixed_expiry;

  template <class Key, class Value>
  [[nodiscard]] clock_duration<Clock> after_hit(const Key&, const Value&, clock_duration<Clock> ttl) const noexcept {
    return ttl;
  }
};

template <class Rep, class Period>
expire_after_access(std::chrono::duration<Rep, Period>) -> expire_after_access<>;
template <class Rep, class Period, clock_like Clock, class... More>
expire_after_access(std::chrono::duration<Rep, Period>, Clock, More...) -> expire_after_access<Clock>;

/// What a cache knows of an entry that it holds, good or stale.
///
/// Who loads ahead of time looks at `age` beside `remaining`; who may give an old value when there is no new one asks
/// whether it is there at all.
///
/// @tparam Duration  that of the cache's clock
template <class Value, class Duration>
struct entry_info {
  const Value* value;
  Duration age;        ///< how long ago it was put
  Duration remaining;  ///< how long it is good for; less than 0 or 0 when it is stale, the longest if for ever

  [[nodiscard]] constexpr bool stale() const noexcept { return remaining <= Duration::zero(); }
};

}  // namespace patterns::caching
