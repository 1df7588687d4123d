/// @file
/// async core · wait_queue: coroutines that wait in line, and what decides whether a wait is granted or cancelled.
///
/// Everything that a coroutine can wait for in this module (a lock, a permit, an element, an event) stands on this, so
/// that the four things that can happen to a wait meet in one place only:
///
/// - grant: a thread that has something to give takes the first waiter out of the line
/// - cancel: the stop_callback takes it out
/// - resume: the coroutine goes on, in await_resume
/// - destroy: the coroutine's frame, and the waiter in it, goes away without having been resumed
///
/// One mutex, that of the primitive, guards `standing_`, and the first who changes it from `waiting` has won:
///
/// - grant and cancel both look at it under the mutex, and the one that comes second finds `granted` or `cancelled` and
///   does nothing. The winner, and nobody else, resumes. So a waiter is resumed once, and what was handed over is never
///   taken back by a stop that comes later.
/// - The callback is registered before the waiter can be found by others. A stop that comes in between finds `idle`
///   and only leaves `cancelled` behind, which park() sees under the mutex: it does not suspend. From the moment when
///   the waiter is in the line, park() touches neither it nor the primitive, for another thread may have resumed the
///   coroutine, and the coroutine may have destroyed both.
/// - No callback is destroyed while the mutex is held: its destructor waits for a callback that runs on another thread
///   and that wants the mutex.
/// - Who grants lets go of the mutex first and then resumes (woken_waiters), never within the call but by the
///   trampoline. Between the two the waiter belongs to that thread: a stop finds `granted`.
/// - A waiter that is destroyed in the line takes itself out; destroyed after a grant it says so (abandon()), and the
///   awaiter passes on what it was given. The place in the trampoline takes itself out too. What cannot be made
///   safe is to destroy a parked coroutine while another thread grants to it or stops it: whoever destroys must know
///   that no other thread is about to resume, as with any coroutine.
export module patterns.async:wait_queue;

import std;
import patterns.concurrency;
import :cancellation;

export namespace patterns::async {

/// Thrown by the constructor of what counts, when it is to begin below zero.
class invalid_count : public std::invalid_argument {
 public:
  /// @param what  the class, such as "async_latch"
  invalid_count(std::string_view what, std::ptrdiff_t count)
      : std::invalid_argument(std::format("{}: made with a count of {}", what, count)) {}
};

}  // namespace patterns::async

namespace patterns::async::detail {

class waiter;

/// Room for an object. Who makes and ends it remembers whether it is there, where an optional would take a word for
/// that: a million coroutines may wait.
template <class T>
class room {
 public:
  room() noexcept {}
  room(const room&) = delete;
  room& operator=(const room&) = delete;
  ~room() {}

  template <class... Arguments>
  T& make(Arguments&&... arguments) {
    return *std::construct_at(std::addressof(object_), std::forward<Arguments>(arguments)...);
  }
  void end() noexcept { std::destroy_at(std::addressof(object_)); }

  [[nodiscard]] T& operator*() noexcept { return object_; }

 private:
  union {
    T object_;
  };
};

/// The token by which a wait goes; none is the ambient token.
using wait_token = std::optional<concurrency::stop_token>;

/// Waiters in the order in which they came. Every member is called with the mutex held.
class wait_queue {
 public:
  explicit inline wait_queue(std::mutex& guarding) noexcept : mutex_(&guarding) {}
  wait_queue(const wait_queue&) = delete;
  wait_queue& operator=(const wait_queue&) = delete;

  [[nodiscard]] inline waiter* first() const noexcept { return first_; }

 private:
  friend class waiter;
  friend class woken_waiters;

  void append(waiter& last) noexcept;
  void unlink(waiter& leaving) noexcept;

  std::mutex* mutex_;
  waiter* first_ = nullptr;
  waiter* last_ = nullptr;
};

/// Those to whom something was granted: they are resumed when this ends, so it is declared before the lock is taken.
class woken_waiters {
 public:
  woken_waiters() noexcept = default;
  woken_waiters(const woken_waiters&) = delete;
  woken_waiters& operator=(const woken_waiters&) = delete;
  inline ~woken_waiters() {
    if (first_ != nullptr) {
      resume_all();
    }
  }

  /// Grants to the first in the line, of which there must be one. With the mutex held.
  void grant_first(wait_queue& line) noexcept;

  /// Grants to all. With the mutex held.
  inline void grant_all(wait_queue& line) noexcept {
    while (line.first() != nullptr) {
      grant_first(line);
    }
  }

 private:
  void resume_all() noexcept;

  waiter* first_ = nullptr;
  waiter** end_ = &first_;
};

/// One coroutine's place in a line. It is made when the coroutine is about to suspend: a wait that finds what it wants
/// pays for none of this.
class waiter : public concurrency::trampoline::entry {
 protected:
  explicit inline waiter(wait_queue& line) noexcept : line_(line) {}
  inline ~waiter() { forget_stop(); }

 public:
  /// Body of await_suspend: false if the coroutine goes on at once, because `take_now`, which is called with the mutex
  /// held, had something for it or because a stop was requested by `token`, which may be null.
  template <class TakeNow>
  bool park(std::coroutine_handle<> waiting, const concurrency::stop_token* token, TakeNow take_now) {
    coroutine_ = waiting;
    if (token != nullptr && token->stop_possible()) {
      on_stop_.make(*token, canceller{this});
      stoppable_ = true;
    }
    const std::lock_guard lock(*line_.mutex_);
    if (standing_ == standing::cancelled) {
      return false;
    }
    if (take_now()) {
      standing_ = standing::granted;
      return false;
    }
    standing_ = standing::waiting;
    parked_ = true;
    line_.append(*this);
    return true;
  }

  /// Begin of await_resume. @throws operation_cancelled
  void finish(std::string_view operation);

  /// For the destructor: takes this out of the line; true if something was granted that nobody has taken.
  [[nodiscard]] inline bool abandon() noexcept { return parked_ && leave(); }

 private:
  friend class wait_queue;
  friend class woken_waiters;

  enum class standing : unsigned char { idle, waiting, granted, cancelled };

  struct canceller {
    waiter* self;
    inline void operator()() const noexcept { self->cancel(); }
  };

  void cancel() noexcept;
  bool leave() noexcept;

  inline void forget_stop() noexcept {
    if (std::exchange(stoppable_, false)) {
      on_stop_.end();
    }
  }

  wait_queue& line_;
  waiter* next_ = nullptr;
  waiter* previous_ = nullptr;
  std::coroutine_handle<> coroutine_;
  standing standing_ = standing::idle;
  // Only the waiting coroutine's own: whether others may know this, and whether there is a callback.
  bool parked_ = false;
  bool stoppable_ = false;
  room<concurrency::stop_callback<canceller>> on_stop_;
};

/// What a Wait can be asked. `try_now` is called without the mutex and `try_in_line` with it; they return whether there
/// is something to take, and take it. `pass_on` is called when something was granted that nobody takes.
template <class Wait>
concept wait_policy = requires(Wait& wait, woken_waiters& woken) {
  { wait.line() } -> std::same_as<wait_queue&>;
  { wait.try_now() } -> std::same_as<bool>;
  { wait.try_in_line(woken) } -> std::same_as<bool>;
  { wait.pass_on() } noexcept;
  wait.result();
  { Wait::operation } -> std::convertible_to<std::string_view>;
};

template <wait_policy Wait>
class wait_awaiter final {
 public:
  wait_awaiter(const Wait& wait, const wait_token& token) : wait_(wait), has_token_(token.has_value()) {
    if (has_token_) {
      token_.make(*token);
    }
  }
  wait_awaiter(const wait_awaiter&) = delete;
  wait_awaiter& operator=(const wait_awaiter&) = delete;
  ~wait_awaiter() {
    if (has_place_) {
      if ((*place_).abandon()) {
        wait_.pass_on();
      }
      place_.end();
    }
    if (has_token_) {
      token_.end();
    }
  }

  [[nodiscard]] bool await_ready() { return wait_.try_now(); }

  template <class Promise>
  [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> waiting) {
    woken_waiters woken;
    const auto* const token = has_token_ ? &*token_ : detail::ambient_stop_token(waiting);
    auto& place = place_.make(wait_);
    has_place_ = true;
    return place.park(waiting, token, [&] { return wait_.try_in_line(woken); });
  }

  decltype(auto) await_resume() {
    if (has_place_) {
      (*place_).finish(Wait::operation);
    }
    return wait_.result();
  }

  /// For who grants to a waiter in a line of these.
  [[nodiscard]] static Wait& of(waiter& waiting) noexcept { return static_cast<place_in_line&>(waiting).wait_; }

 private:
  class place_in_line final : public waiter {
   public:
    explicit place_in_line(Wait& wait) noexcept : waiter(wait.line()), wait_(wait) {}

    Wait& wait_;
  };

  Wait wait_;
  bool has_token_;
  bool has_place_ = false;
  room<concurrency::stop_token> token_;
  room<place_in_line> place_;
};

/// What the functions that wait return: an awaitable that, other than its awaiter, can be moved and handed to others
/// (with_stop_token, a timeout) before it is awaited.
template <wait_policy Wait>
class [[nodiscard]] wait_request {
 public:
  wait_request(const Wait& wait, wait_token token) noexcept : wait_(wait), token_(std::move(token)) {}

  [[nodiscard]] wait_awaiter<Wait> operator co_await() const { return wait_awaiter<Wait>(wait_, token_); }

 private:
  Wait wait_;
  wait_token token_;
};

}  // namespace patterns::async::detail
