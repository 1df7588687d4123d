#pragma once

// To be included after every header of a library.
import std;
import patterns.async;

namespace patterns_test {

/// A task that was started and not waited for: what it parks on may never resume it. Whoever holds it destroys it.
struct parked {
  struct promise_type {
    parked get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    static void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> frame;
};

inline parked start(patterns::async::task<> started) {
  co_await std::move(started);
}

}  // namespace patterns_test
