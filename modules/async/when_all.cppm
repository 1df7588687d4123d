/// @file
/// async core · when_all: several waits at once, to the end of all.
export module patterns.async:when_all;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :join;
import :root_task;
import :task;

namespace patterns::async::detail {

/// Keeps the first error, and asks the others to stop.
class first_error {
 public:
  explicit first_error(linked_stop& others) noexcept : others_(others) {}

  void set(std::exception_ptr error) noexcept {
    if (!failed_.exchange(true, std::memory_order_relaxed)) {
      error_ = std::move(error);
      others_.request_stop();
    }
  }

  [[nodiscard]] bool is_set() const noexcept { return failed_.load(std::memory_order_relaxed); }

  void rethrow() const {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  linked_stop& others_;
  std::atomic<bool> failed_ = false;
  std::exception_ptr error_;
};

template <class T>
class all_sink {
 public:
  all_sink(result_slot<T>& slot, first_error& error) noexcept : slot_(slot), error_(error) {}

  template <class... U>
  void succeed(U&&... value) {
    slot_.set(std::forward<U>(value)...);
  }
  void fail(std::exception_ptr error) noexcept { error_.set(std::move(error)); }

 private:
  result_slot<T>& slot_;
  first_error& error_;
};

template <class A>
void start_one_of_all(join& all, linked_stop& stop, first_error& error, result_slot<returned_result_t<A>>& slot,
                      std::remove_reference_t<A>& awaited) {
  if (!error.is_set()) {
    all.start(drive_one<A>(all_sink<returned_result_t<A>>(slot, error), awaited), stop.token());
  }
}

template <class... As>
using all_results_t = std::tuple<typename result_slot<returned_result_t<As>>::element...>;

template <class... As>
task<all_results_t<As...>> await_all(As... awaited) {
  linked_stop stop(co_await current_stop_token());
  first_error error(stop);
  std::tuple<result_slot<returned_result_t<As>>...> slots;
  join all;
  std::apply([&](auto&... slot) { (start_one_of_all<As>(all, stop, error, slot, awaited), ...); }, slots);
  co_await all.wait();
  error.rethrow();
  co_return std::apply([](auto&... slot) { return all_results_t<As...>(slot.take()...); }, slots);
}

/// The results of a range, each in its place. Not bool in a `vector<bool>`, whose neighbours share a byte.
template <class T>
class all_range_sink {
 public:
  static constexpr bool in_place =
      std::default_initializable<T> && std::assignable_from<T&, T> && !std::same_as<T, bool>;

  all_range_sink(std::size_t count, first_error& error) : error_(error), results_(count) {}

  template <class U>
  void succeed(std::size_t index, U&& value) {
    results_[index] = std::forward<U>(value);
  }
  void fail(std::size_t, std::exception_ptr error) noexcept { error_.set(std::move(error)); }
  [[nodiscard]] bool settled() const noexcept { return error_.is_set(); }

  [[nodiscard]] std::vector<T> take() {
    if constexpr (in_place) {
      return std::move(results_);
    } else {
      std::vector<T> taken;
      taken.reserve(results_.size());
      for (auto& each : results_) {
        taken.push_back(*std::move(each));
      }
      return taken;
    }
  }

 private:
  first_error& error_;
  std::vector<std::conditional_t<in_place, T, std::optional<T>>> results_;
};

template <>
class all_range_sink<std::monostate> {
 public:
  all_range_sink(std::size_t, first_error& error) noexcept : error_(error) {}

  static constexpr void succeed(std::size_t) noexcept {}
  void fail(std::size_t, std::exception_ptr error) noexcept { error_.set(std::move(error)); }
  [[nodiscard]] bool settled() const noexcept { return error_.is_set(); }
  static constexpr void take() noexcept {}

 private:
  first_error& error_;
};

template <class R>
using range_result_t = kept_result_t<returned_result_t<range_awaited_t<R>>>;

template <class R>
using all_of_range_t = decltype(std::declval<all_range_sink<range_result_t<R>>&>().take());

template <class R>
task<all_of_range_t<R>> await_all_of(R range) {
  linked_stop stop(co_await current_stop_token());
  first_error error(stop);
  all_range_sink<range_result_t<R>> results(static_cast<std::size_t>(std::ranges::distance(range)), error);
  range_starter<R, all_range_sink<range_result_t<R>>> starter(range, results);
  join all;
  starter.start(all, stop.token());
  co_await all.wait();
  error.rethrow();
  co_return results.take();
}

template <class R>
task<> await_all_of_void(R range) {
  linked_stop stop(co_await current_stop_token());
  first_error error(stop);
  all_range_sink<std::monostate> results(0, error);
  range_starter<R, all_range_sink<std::monostate>> starter(range, results);
  join all;
  starter.start(all, stop.token());
  co_await all.wait();
  error.rethrow();
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A range whose elements can be awaited. Those of a container that is given away are moved from; those of an lvalue
/// or of a view are awaited as the range yields them, once each.
template <class R>
concept awaitable_range = std::ranges::forward_range<R> && awaitable<detail::range_awaited_t<R>>;

/// A task that awaits all of `awaited` at once: begins each in turn up to where it waits, and ends when all have ended.
///
/// Its result is the tuple of their results in that order, with std::monostate for one that yields nothing. When one
/// throws, the others are asked to stop, those that have not begun do not, and the first exception is thrown when all
/// that have begun have ended: nothing outlives the wait. A stop that is asked of it is asked of all.
///
/// Complexity: O(n), at steady state no allocation; each level of when_all within another costs stack while it begins.
/// Thread-safety: they may end on any threads; it goes on where the last of them ends.
/// Source: Python's asyncio.gather, with the structure of P2300's when_all.
template <awaitable... As>
[[nodiscard]] auto when_all(As&&... awaited) -> task<detail::all_results_t<As...>> {
  return detail::await_all<As...>(std::forward<As>(awaited)...);
}

/// As above for a range of any length. The result is the vector of the results, of references as
/// std::reference_wrapper, or nothing if the elements yield nothing.
///
/// Complexity: as above, and the vector; an element that is ready needs no coroutine of its own and no stack.
template <awaitable_range R>
  requires(!awaitable<R>)
[[nodiscard]] auto when_all(R&& range) -> task<detail::all_of_range_t<R>> {
  if constexpr (std::is_void_v<detail::all_of_range_t<R>>) {
    return detail::await_all_of_void<R>(std::forward<R>(range));
  } else {
    return detail::await_all_of<R>(std::forward<R>(range));
  }
}

}  // namespace patterns::async
