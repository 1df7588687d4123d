/// @file
/// async core · scheduler, schedule_on, resume_on: on which thread a computation goes on.
export module patterns.async:scheduler;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :root_task;
import :stop_scope;
import :task;

export namespace patterns::async {

/// A place where coroutines go on: `co_await where.schedule()`.
///
/// Models: run_loop, and patterns::concurrency::thread_pool.
template <class S>
concept scheduler = requires(S& where) {
  { where.schedule() } -> awaitable;
};

}  // namespace patterns::async

namespace patterns::async::detail {

template <class S, class A>
task<returned_result_t<A>> await_there(S& where, A awaited) {
  co_await where.schedule();
  co_return co_await std::forward<A>(awaited);
}

// No await may stand in a handler, and the way back must not be given up: what was awaited has its result by then.
template <class S, class A>
task<returned_result_t<A>> await_and_go(S& where, A awaited) {
  const concurrency::stop_token never;
  std::exception_ptr error;
  if constexpr (std::is_void_v<returned_result_t<A>>) {
    try {
      co_await std::forward<A>(awaited);
    } catch (...) {
      error = std::current_exception();
    }
    co_await ambient_stop_token_setter(never);
    co_await where.schedule();
    if (error) {
      std::rethrow_exception(error);
    }
  } else {
    outcome<returned_result_t<A>> ended;
    try {
      ended.set_value(co_await std::forward<A>(awaited));
    } catch (...) {
      ended.set_error(std::current_exception());
    }
    co_await ambient_stop_token_setter(never);
    co_await where.schedule();
    co_return ended.take();
  }
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that goes to `where` and awaits `awaited` there.
///
/// @param where  outlives the task
/// Complexity: one coroutine and one hop. Exceptions: those of the hop and of `awaited`.
/// Source: P2300, starts_on.
template <scheduler S, awaitable A>
[[nodiscard]] auto schedule_on(S& where, A&& awaited) -> task<detail::returned_result_t<A>> {
  return detail::await_there<S, A>(where, std::forward<A>(awaited));
}

/// `co_await resume_on(where)` goes on there.
template <scheduler S>
[[nodiscard]] auto resume_on(S& where) {
  return where.schedule();
}

/// A task that awaits `awaited` where it is and goes on at `where` afterwards, with its result or its exception. A stop
/// does not keep it from going there.
///
/// @param where  outlives the task
/// Complexity: one coroutine and one hop. Exceptions: those of `awaited` and of the hop.
/// Source: P2300, continues_on.
template <scheduler S, awaitable A>
[[nodiscard]] auto resume_on(S& where, A&& awaited) -> task<detail::returned_result_t<A>> {
  return detail::await_and_go<S, A>(where, std::forward<A>(awaited));
}

}  // namespace patterns::async
