/// @file
/// C17 · lazy_async: a value that is computed when it is first awaited.
export module patterns.caching:lazy_async;

import std;
import patterns.async;
import patterns.concurrency;

export namespace patterns::caching {

/// What a lazy_async is computed by: called without arguments, it makes an awaitable of the value, such as a task. It
/// is called again after a failure, after a hand-over and after reset().
template <class Fn, class T>
concept lazy_function = std::invocable<Fn&> && async::awaitable<std::invoke_result_t<Fn&>> &&
                        std::constructible_from<T, async::await_result_t<std::invoke_result_t<Fn&>>>;

/// A value that is computed when somebody first awaits it, once for all.
///
///     lazy_async<config> settings([&] { return read_config(path); });
///     const auto now = co_await settings.get();
///
/// It is an async_once with its function, and with a reset: the first who asks computes, as part of its own coroutine
/// and by its own stop token, and the others wait. If it fails, it alone gets the exception, and the next in line
/// computes; if it is cancelled or destroyed, the next in line computes too. A waiter that is cancelled leaves the
/// computation alone. So a failure can be tried again, by whoever asks next.
///
/// reset() lets the value go: who asks afterwards has it computed anew. Those who had the old one keep it, as the
/// pointer shares it, and those who wait for a computation under way get what it brings, but nobody else does.
///
/// A computation that asks for its own value waits for itself until it is cancelled.
///
/// @tparam T         what is computed; it needs not be movable
/// @tparam Function  see lazy_function; computations that reset() lets overlap call it at once from several threads
///
/// Complexity: get is two coroutines and a lock for no longer than a pointer is copied; a reset allocates once.
/// Thread-safety: every member, from any thread; what T itself allows is up to T, which is const here. It outlives
/// every get.
/// Exceptions: what the function throws, to the one whose call it was; operation_cancelled. reset() has the strong
/// guarantee.
/// Source: row C17; async_once.
template <class T, class Function = std::function<async::task<T>()>>
  requires std::is_object_v<T> && (!std::is_const_v<T>) && lazy_function<Function, T>
class lazy_async {
 public:
  using value_type = T;

  explicit lazy_async(Function compute) : compute_(std::move(compute)), current_(std::make_shared<cell>()) {}

  lazy_async(const lazy_async&) = delete;
  lazy_async& operator=(const lazy_async&) = delete;

  /// The value, computed if there is none yet; never null.
  [[nodiscard]] async::task<std::shared_ptr<const T>> get() {
    const auto asked = current();
    const T& value = co_await asked->get(calling{std::addressof(compute_)});
    co_return std::shared_ptr<const T>(asked, std::addressof(value));
  }

  /// As above; the wait and the computation go by `token`.
  [[nodiscard]] async::task<std::shared_ptr<const T>> get(concurrency::stop_token token) {
    return async::with_stop_token(std::move(token), get());
  }

  /// The value if there is one, or null; waits for nothing.
  [[nodiscard]] std::shared_ptr<const T> get_if() const {
    auto asked = current();
    const T* const value = asked->get_if();
    return value == nullptr ? nullptr : std::shared_ptr<const T>(std::move(asked), value);
  }

  [[nodiscard]] bool has_value() const { return current()->has_value(); }

  /// Lets the value go, or what a computation under way is going to bring; true if there was a value.
  bool reset() {
    auto next = std::make_shared<cell>();
    {
      const std::lock_guard lock(mutex_);
      current_.swap(next);
    }
    return next->has_value();
  }

 private:
  using cell = async::async_once<T>;

  /// The function as each get passes it on.
  struct calling {
    Function* compute;

    decltype(auto) operator()() const { return std::invoke(*compute); }
  };

  [[nodiscard]] std::shared_ptr<cell> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

  Function compute_;
  mutable std::mutex mutex_;
  std::shared_ptr<cell> current_;
};

/// From a function that makes a task: what the task yields is the value.
template <class Function>
lazy_async(Function)
    -> lazy_async<std::remove_cvref_t<async::await_result_t<std::invoke_result_t<Function&>>>, Function>;

}  // namespace patterns::caching
