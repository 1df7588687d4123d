/// @file
/// C17 · async_once: one computation, however many coroutines ask for its result.
export module patterns.async:async_once;

import std;
import patterns.concurrency;
import :awaitable;
import :stop_scope;
import :task;
import :wait_queue;

export namespace patterns::async {

/// What can be computed once: nothing, or an object.
template <class T>
concept once_result = std::is_void_v<T> || (std::is_object_v<T> && !std::is_const_v<T>);

/// A function that makes an awaitable of a T, or of what a T is constructed from.
template <class F, class T>
concept once_function = std::invocable<F&> && awaitable<std::invoke_result_t<F&>> &&
                        (std::is_void_v<T> || std::constructible_from<T, await_result_t<std::invoke_result_t<F&>>>);

/// The result of the first computation that succeeds, for everybody who asks.
///
///     auto& connection = co_await connected.get([&] { return connect(address); });
///
/// The first who asks computes, as part of its own coroutine and by its own stop token; the others wait. If that fails
/// (it throws, it is cancelled, its coroutine is destroyed), it alone gets the exception, and the first in line
/// computes next, with its own function; if nobody is in line, whoever asks next. A waiter that is cancelled leaves the
/// computation alone.
///
/// A computation that asks the same async_once waits for itself, for ever.
///
/// @tparam T  void, if only that it has been done matters
///
/// Complexity: get is one coroutine; once there is a result it takes no lock.
/// Thread-safety: get, get_if and has_value from any thread; what T itself allows is up to T. It outlives every get.
/// Source: row C17; std::call_once; Python's asyncio recipes for one shared future.
template <once_result T>
class async_once {
 public:
  /// What get yields: a reference to the one result.
  using reference = std::add_lvalue_reference_t<T>;

  async_once() noexcept = default;
  async_once(const async_once&) = delete;
  async_once& operator=(const async_once&) = delete;

  /// The result, computed by `make` if there is none yet and nobody is computing it.
  /// @throws what the computation of this very call throws; operation_cancelled from a wait for another's
  template <once_function<T> F>
  task<reference> get(F make) {
    if (co_await turn(*this)) {
      const leadership lead(*this);
      if constexpr (std::is_void_v<T>) {
        co_await std::invoke(make);
        value_.emplace();
      } else {
        value_.emplace(co_await std::invoke(make));
      }
    }
    if constexpr (!std::is_void_v<T>) {
      co_return *value_;
    }
  }

  /// As above; both the wait and the computation go by `token`.
  template <once_function<T> F>
  task<reference> get(F make, concurrency::stop_token token) {
    return async::with_stop_token(std::move(token), get(std::move(make)));
  }

  [[nodiscard]] bool has_value() const noexcept { return phase_.load(std::memory_order_acquire) == phase::done; }

  /// The result, or null as long as there is none.
  [[nodiscard]] T* get_if() noexcept
    requires std::is_object_v<T>
  {
    return has_value() ? std::addressof(*value_) : nullptr;
  }

 private:
  enum class phase : unsigned char { empty, computing, done };

  // Waits for the result, or for the right to compute it; yields whether it is the latter.
  class turn_wait {
   public:
    static constexpr std::string_view operation = "async_once::get";

    explicit turn_wait(async_once& once) noexcept : once_(&once) {}

    [[nodiscard]] detail::wait_queue& line() const noexcept { return once_->line_; }
    [[nodiscard]] bool try_now() {
      if (once_->has_value()) {
        return true;
      }
      const std::lock_guard lock(once_->mutex_);
      return try_phase();
    }
    [[nodiscard]] bool try_in_line(detail::woken_waiters& /*woken*/) noexcept { return try_phase(); }
    void pass_on() noexcept {
      if (leads_) {
        once_->settle();
      }
    }
    [[nodiscard]] bool result() const noexcept { return leads_; }

   private:
    friend class async_once;

    bool try_phase() noexcept {
      const auto now = once_->phase_.load(std::memory_order_relaxed);
      if (now == phase::empty) {
        once_->phase_.store(phase::computing, std::memory_order_relaxed);
        leads_ = true;
      }
      return now != phase::computing;
    }

    async_once* once_;
    bool leads_ = false;
  };

  // However the computation ends, and be it that its frame is destroyed, somebody is told.
  class leadership {
   public:
    explicit leadership(async_once& once) noexcept : once_(once) {}
    leadership(const leadership&) = delete;
    leadership& operator=(const leadership&) = delete;
    ~leadership() { once_.settle(); }

   private:
    async_once& once_;
  };

  using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  [[nodiscard]] static auto turn(async_once& once) noexcept {
    return detail::wait_request(turn_wait(once), std::nullopt);
  }

  void settle() noexcept {
    detail::woken_waiters woken;
    const std::lock_guard lock(mutex_);
    if (value_) {
      phase_.store(phase::done, std::memory_order_release);
      woken.grant_all(line_);
    } else if (auto* const next = line_.first()) {
      detail::wait_awaiter<turn_wait>::of(*next).leads_ = true;
      woken.grant_first(line_);
    } else {
      phase_.store(phase::empty, std::memory_order_relaxed);
    }
  }

  std::atomic<phase> phase_ = phase::empty;
  std::optional<stored> value_;
  std::mutex mutex_;
  detail::wait_queue line_{mutex_};
};

}  // namespace patterns::async
