/// @file
/// async core · when_any: several waits at once, to the end of the first.
export module patterns.async:when_any;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :join;
import :root_task;
import :task;
import :when_all;

export namespace patterns::async {

/// Thrown by when_any for a range without elements: nothing can end first.
class nothing_to_await : public std::invalid_argument {
 public:
  nothing_to_await() : std::invalid_argument("when_any: the range is empty, nothing can end first") {}
};

/// Which element of a range ended first, and its result: std::monostate for nothing, std::reference_wrapper for a
/// reference.
template <class T>
struct first_result {
  std::size_t index;
  T value;

  bool operator==(const first_result&) const = default;
};

}  // namespace patterns::async

namespace patterns::async::detail {

/// How the first ended; asks the others to stop.
template <class Result>
class first_end {
 public:
  explicit first_end(linked_stop& others) noexcept : others_(others) {}

  /// Makes the result if this is the first end.
  template <class Make>
  void succeed(Make make) {
    if (win()) {
      try {
        make(result_);
      } catch (...) {
        error_ = std::current_exception();
      }
      others_.request_stop();
    }
  }

  void fail(std::exception_ptr error) noexcept {
    if (win()) {
      error_ = std::move(error);
      others_.request_stop();
    }
  }

  [[nodiscard]] bool settled() const noexcept { return won_.load(std::memory_order_relaxed); }

  Result take() {
    if (error_) {
      std::rethrow_exception(error_);
    }
    return *std::move(result_);
  }

 private:
  [[nodiscard]] bool win() noexcept { return !won_.exchange(true, std::memory_order_relaxed); }

  linked_stop& others_;
  std::atomic<bool> won_ = false;
  std::exception_ptr error_;
  std::optional<Result> result_;
};

template <class... As>
using any_result_t = std::variant<kept_result_t<returned_result_t<As>>...>;

template <class Result, std::size_t Index>
class any_sink {
 public:
  explicit any_sink(first_end<Result>& first) noexcept : first_(first) {}

  template <class... U>
  void succeed(U&&... value) {
    first_.succeed(
        [&](std::optional<Result>& made) { made.emplace(std::in_place_index<Index>, std::forward<U>(value)...); });
  }
  void fail(std::exception_ptr error) noexcept { first_.fail(std::move(error)); }

 private:
  first_end<Result>& first_;
};

template <class A, std::size_t Index, class Result>
void start_one_of_any(join& all, linked_stop& stop, first_end<Result>& first, std::remove_reference_t<A>& awaited) {
  if (!first.settled()) {
    all.start(drive_one<A>(any_sink<Result, Index>(first), awaited), stop.token());
  }
}

template <class... As, std::size_t... Indices>
void start_any(std::index_sequence<Indices...>, join& all, linked_stop& stop, first_end<any_result_t<As...>>& first,
               std::remove_reference_t<As>&... awaited) {
  (start_one_of_any<As, Indices>(all, stop, first, awaited), ...);
}

template <class... As>
task<any_result_t<As...>> await_any(As... awaited) {
  linked_stop stop(co_await current_stop_token());
  first_end<any_result_t<As...>> first(stop);
  join all;
  start_any<As...>(std::index_sequence_for<As...>(), all, stop, first, awaited...);
  co_await all.wait();
  co_return first.take();
}

template <class T>
class any_range_sink : public first_end<first_result<T>> {
 public:
  using base = first_end<first_result<T>>;
  using base::base;

  template <class... U>
  void succeed(std::size_t index, U&&... value) {
    base::succeed([&](std::optional<first_result<T>>& made) {
      made.emplace(first_result<T>{index, T(std::forward<U>(value)...)});
    });
  }
  void fail(std::size_t, std::exception_ptr error) noexcept { base::fail(std::move(error)); }
};

template <class R>
task<first_result<range_result_t<R>>> await_any_of(R range) {
  if (std::ranges::empty(range)) {
    throw nothing_to_await();
  }
  linked_stop stop(co_await current_stop_token());
  any_range_sink<range_result_t<R>> first(stop);
  range_starter<R, any_range_sink<range_result_t<R>>> starter(range, first);
  join all;
  starter.start(all, stop.token());
  co_await all.wait();
  co_return first.take();
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that awaits all of `awaited` at once and yields what the first to end yields.
///
/// The first to *end* wins, with a result or with an exception, which is then thrown; the others are asked to stop,
/// and the task ends when they have ended too: nothing outlives the wait, and what they yield or throw is dropped. Once
/// there is a winner, those that have not begun do not begin. A stop that is asked of it is asked of all.
///
/// The result is a variant whose index() says which one won; it holds std::monostate for one that yields nothing and
/// a std::reference_wrapper for a reference.
///
/// Complexity: as when_all. Thread-safety: as when_all.
/// Source: Python's asyncio.wait with FIRST_COMPLETED, with the structure of a trio nursery.
template <awaitable... As>
  requires(sizeof...(As) > 0)
[[nodiscard]] auto when_any(As&&... awaited) -> task<detail::any_result_t<As...>> {
  return detail::await_any<As...>(std::forward<As>(awaited)...);
}

/// As above for a range.
/// @throws nothing_to_await, when awaited, if the range is empty
template <awaitable_range R>
  requires(!awaitable<R>)
[[nodiscard]] auto when_any(R&& range) -> task<first_result<detail::range_result_t<R>>> {
  return detail::await_any_of<R>(std::forward<R>(range));
}

}  // namespace patterns::async
