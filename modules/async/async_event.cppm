/// @file
/// C13-C17 primitives · async_event: coroutines that wait until something has happened.
export module patterns.async:async_event;

import std;
import :wait_queue;

export namespace patterns::async {

/// Who resets an async_event.
enum class event_reset : unsigned char {
  manual,    ///< stays set until reset(), and lets everybody through
  automatic  ///< lets one waiter through for each set(), and is reset by that
};

/// A flag that coroutines wait for.
///
/// Manual: set() lets all who wait go on, also if reset() follows at once, and whoever comes later until reset().
/// Automatic: set() lets the first in line go on, or else the next who comes; to set what is set changes nothing.
/// Waits are cancelled as those of async_mutex are; no set() is lost by that.
///
/// Complexity: O(1), set() O(waiters); no allocation.
/// Thread-safety: every member, from any thread. Who was let through may destroy the event.
/// Source: rows C13 to C17; Python's asyncio.Event.
class async_event {
 public:
  explicit inline async_event(event_reset reset = event_reset::manual, bool is_set = false) noexcept
      : reset_(reset), set_(is_set) {}
  async_event(const async_event&) = delete;
  async_event& operator=(const async_event&) = delete;

  inline void set() noexcept {
    detail::woken_waiters woken;
    const std::lock_guard lock(mutex_);
    if (reset_ == event_reset::manual) {
      set_ = true;
      woken.grant_all(line_);
    } else if (line_.first() != nullptr) {
      woken.grant_first(line_);
    } else {
      set_ = true;
    }
  }

  inline void reset() noexcept {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }

  [[nodiscard]] inline bool is_set() const noexcept {
    const std::lock_guard lock(mutex_);
    return set_;
  }

  /// `co_await wait()` goes on once the event is set.
  ///
  /// @param token  by which the wait is cancelled; the ambient one if absent
  [[nodiscard]] inline auto wait(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(set_wait(*this), std::move(token));
  }

 private:
  class set_wait {
   public:
    static constexpr std::string_view operation = "async_event::wait";

    explicit inline set_wait(async_event& event) noexcept : event_(&event) {}

    [[nodiscard]] inline detail::wait_queue& line() const noexcept { return event_->line_; }
    [[nodiscard]] inline bool try_now() {
      const std::lock_guard lock(event_->mutex_);
      return event_->take();
    }
    [[nodiscard]] inline bool try_in_line(detail::woken_waiters& /*woken*/) noexcept { return event_->take(); }
    inline void pass_on() noexcept {
      if (event_->reset_ == event_reset::automatic) {
        event_->set();
      }
    }
    static constexpr void result() noexcept {}

   private:
    async_event* event_;
  };

  [[nodiscard]] inline bool take() noexcept {
    return reset_ == event_reset::automatic ? std::exchange(set_, false) : set_;
  }

  const event_reset reset_;
  bool set_;
  mutable std::mutex mutex_;
  detail::wait_queue line_{mutex_};
};

}  // namespace patterns::async
