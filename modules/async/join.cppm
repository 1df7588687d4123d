/// @file
/// async core · join: what when_all, when_any and timeout wait with.
export module patterns.async:join;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :frame_memory;
import :root_task;
import :transfer;

namespace patterns::async::detail {

/// Tells threads apart. Out of line: a compiler that sees into it may keep the answer across a suspension.
[[nodiscard]] const void* this_thread_mark() noexcept;

/// A request to stop of one's own, which an outer request sets off as well.
class linked_stop {
 public:
  explicit linked_stop(const concurrency::stop_token& outer)
      : source_(std::allocator_arg, recycled_memory), token_(source_.get_token()), link_(outer, pass_on{this}) {}
  linked_stop(const linked_stop&) = delete;
  linked_stop& operator=(const linked_stop&) = delete;

  [[nodiscard]] const concurrency::stop_token& token() const noexcept { return token_; }
  void request_stop() noexcept { source_.request_stop(); }

 private:
  struct pass_on {
    linked_stop* to;
    void operator()() const noexcept { to->request_stop(); }
  };

  concurrency::stop_source source_;
  concurrency::stop_token token_;
  concurrency::stop_callback<pass_on> link_;
};

class join;

/// A coroutine that a join runs and owns. It lets no exception out.
class strand {
 public:
  class promise_type final : public frame_memory, public stoppable_promise {
   public:
    class final_awaiter {
     public:
      [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
      static auto await_suspend(std::coroutine_handle<promise_type> finished) noexcept;
      static constexpr void await_resume() noexcept {}
    };

    [[nodiscard]] strand get_return_object() noexcept {
      return strand(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }
    static constexpr void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }

   private:
    friend class join;

    join* joined_ = nullptr;
    promise_type* next_ = nullptr;
  };

 private:
  friend class join;

  explicit strand(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

/// Runs strands side by side and waits for all; a parked one is destroyed with it.
class join {
 public:
  join() noexcept = default;
  join(const join&) = delete;
  join& operator=(const join&) = delete;
  ~join() {
    while (first_ != nullptr) {
      const auto frame = std::coroutine_handle<strand::promise_type>::from_promise(*first_);
      first_ = first_->next_;
      frame.destroy();
    }
  }

  /// Runs it up to where it waits. By one coroutine, before it waits.
  /// @param token  outlives this
  void start(strand started, const concurrency::stop_token& token) {
    auto& promise = started.frame_.promise();
    promise.joined_ = this;
    promise.next_ = std::exchange(first_, &promise);
    promise.set_ambient_stop_token(&token);
    pending_.fetch_add(1, std::memory_order_relaxed);
    detail::resume(started.frame_);
  }

  /// `co_await all.wait()` goes on where the last of them ends.
  [[nodiscard]] auto wait() noexcept { return waiter(*this); }

 private:
  friend class strand::promise_type::final_awaiter;

  class waiter {
   public:
    explicit waiter(join& all) noexcept : all_(all) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    [[nodiscard]] bool await_suspend(std::coroutine_handle<> waiting) noexcept {
      all_.waiting_ = waiting;
      return all_.pending_.fetch_sub(1, std::memory_order_acq_rel) != 1;
    }
    static constexpr void await_resume() noexcept {}

   private:
    join& all_;
  };

  [[nodiscard]] std::coroutine_handle<> arrive() noexcept {
    return pending_.fetch_sub(1, std::memory_order_acq_rel) == 1 ? waiting_ : std::noop_coroutine();
  }

  std::atomic<std::size_t> pending_ = 1;
  std::coroutine_handle<> waiting_;
  strand::promise_type* first_ = nullptr;
};

inline auto strand::promise_type::final_awaiter::await_suspend(std::coroutine_handle<promise_type> finished) noexcept {
  return detail::transfer(finished, finished.promise().joined_->arrive());
}

/// Room for what an awaitable that yields a T delivers; nothing is void's monostate.
template <class T>
class result_slot {
 public:
  using element = T;

  template <class U>
  void set(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T take() { return *std::move(value_); }

 private:
  std::optional<T> value_;
};

template <class T>
class result_slot<T&> {
 public:
  using element = T&;

  void set(T& value) noexcept { value_ = std::addressof(value); }
  T& take() const noexcept { return *value_; }

 private:
  T* value_ = nullptr;
};

template <>
class result_slot<void> {
 public:
  using element = std::monostate;

  static constexpr void set() noexcept {}
  static constexpr std::monostate take() noexcept { return {}; }
};

/// What is kept of a T in a variant or a vector.
template <class T>
struct kept_result {
  using type = T;
};
template <class T>
struct kept_result<T&> {
  using type = std::reference_wrapper<T>;
};
template <>
struct kept_result<void> {
  using type = std::monostate;
};
template <class T>
using kept_result_t = typename kept_result<T>::type;

/// Awaits one awaitable and tells `sink` how it ended.
template <class A, class Sink>
strand drive_one(Sink sink, std::remove_reference_t<A>& awaited) {
  try {
    if constexpr (std::is_void_v<returned_result_t<A>>) {
      co_await std::forward<A>(awaited);
      sink.succeed();
    } else {
      sink.succeed(co_await std::forward<A>(awaited));
    }
  } catch (...) {
    sink.fail(std::current_exception());
  }
}

/// How the elements of a range that was passed as an R are awaited: those of a container that is given away are moved.
template <class R>
using range_awaited_t = std::conditional_t<std::is_lvalue_reference_v<R> || std::ranges::view<std::remove_cvref_t<R>>,
                                           std::ranges::range_reference_t<R>, std::ranges::range_rvalue_reference_t<R>>;

/// The awaitables of a range, begun one after the other.
///
/// One strand awaits those that are ready one by one, and only where one suspends another strand goes on with the
/// rest. So an awaitable that is ready costs no coroutine of its own.
template <class R, class Sink>
class range_starter {
 public:
  using awaited = range_awaited_t<R>;

  range_starter(std::remove_reference_t<R>& range, Sink& sink)
      : position_(std::ranges::begin(range)), end_(std::ranges::end(range)), sink_(sink) {}

  /// Begins all, as long as the sink wants more.
  void start(join& all, const concurrency::stop_token& token) {
    while (wants_more()) {
      ++strands_;
      all.start(drive(*this, strands_), token);
    }
  }

 private:
  [[nodiscard]] bool wants_more() { return position_ != end_ && !sink_.settled(); }

  // A strand that waited may have been overtaken: it goes on only while it is the one that start() is inside of. Other
  // threads than that of start() read nothing but its mark.
  [[nodiscard]] bool goes_on(std::size_t number) const noexcept {
    return detail::this_thread_mark() == thread_ && number == strands_;
  }

  static strand drive(range_starter& from, std::size_t number) {
    do {
      const auto index = from.begun_++;
      auto here = from.position_++;
      try {
        if constexpr (std::is_void_v<returned_result_t<awaited>>) {
          co_await static_cast<awaited>(*here);
          from.sink_.succeed(index);
        } else {
          from.sink_.succeed(index, co_await static_cast<awaited>(*here));
        }
      } catch (...) {
        from.sink_.fail(index, std::current_exception());
      }
    } while (from.goes_on(number) && from.wants_more());
  }

  std::ranges::iterator_t<R> position_;
  std::ranges::sentinel_t<R> end_;
  Sink& sink_;
  std::size_t begun_ = 0;
  std::size_t strands_ = 0;
  const void* thread_ = detail::this_thread_mark();
};

}  // namespace patterns::async::detail
