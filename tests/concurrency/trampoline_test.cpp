#include "googletest.hpp"

import googletest;
import std;
import patterns.concurrency;

using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::trampoline;

namespace {

// A coroutine that runs a function each time it is resumed.
class repeated {
 public:
  struct promise_type {
    repeated get_return_object() { return repeated(std::coroutine_handle<promise_type>::from_promise(*this)); }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    static void unhandled_exception() { throw; }
  };

  explicit repeated(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  repeated(repeated&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  repeated& operator=(repeated&&) = delete;
  ~repeated() {
    if (frame_) {
      frame_.destroy();
    }
  }

  [[nodiscard]] std::coroutine_handle<> handle() const { return frame_; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

repeated each_time(std::function<void()> action) {
  for (;;) {
    action();
    co_await std::suspend_always{};
  }
}

TEST(async_core_trampoline, resumes_at_once_outside_a_scope) {
  int runs = 0;
  const auto work = each_time([&] { ++runs; });
  trampoline::entry place;
  trampoline::resume(place, work.handle());
  EXPECT_EQ(runs, 1);
}

TEST(async_core_trampoline, puts_off_to_the_end_of_the_outermost_scope_in_order) {
  std::string order;
  const auto first = each_time([&] { order += '1'; });
  const auto second = each_time([&] { order += '2'; });
  trampoline::entry first_place;
  trampoline::entry second_place;
  {
    const trampoline::scope outer;
    {
      const trampoline::scope inner;
      trampoline::resume(first_place, first.handle());
      trampoline::resume(second_place, second.handle());
    }
    EXPECT_EQ(order, "");
  }
  EXPECT_EQ(order, "12");
}

TEST(async_core_trampoline, what_a_resumed_coroutine_wakes_does_not_nest_in_it) {
  std::string order;
  const auto second = each_time([&] { order += "second "; });
  trampoline::entry second_place;
  const auto first = each_time([&] {
    order += "first begins ";
    trampoline::resume(second_place, second.handle());
    order += "first ends ";
  });
  trampoline::entry first_place;
  trampoline::resume(first_place, first.handle());
  EXPECT_EQ(order, "first begins first ends second ");
}

TEST(async_core_trampoline, forgets_an_entry_that_is_destroyed_while_it_waits) {
  std::string order;
  const auto first = each_time([&] { order += '1'; });
  const auto second = each_time([&] { order += '2'; });
  const auto third = each_time([&] { order += '3'; });
  std::array<std::optional<trampoline::entry>, 4> places;
  for (auto& place : places) {
    place.emplace();
  }
  {
    const trampoline::scope scope;
    trampoline::resume(*places[0], first.handle());
    trampoline::resume(*places[1], second.handle());
    places[1].reset();
    places[0].reset();
    trampoline::resume(*places[2], third.handle());
    trampoline::resume(*places[3], first.handle());
    places[3].reset();
    trampoline::resume(places[1].emplace(), second.handle());
  }
  EXPECT_EQ(order, "32");
}

TEST(async_core_trampoline, runs_what_waits_before_a_scope_ends_when_told_to) {
  int runs = 0;
  const auto work = each_time([&] { ++runs; });
  trampoline::entry place;
  const trampoline::scope scope;
  trampoline::resume(place, work.handle());
  trampoline::run_pending();
  EXPECT_EQ(runs, 1);
}

TEST(async_core_trampoline, a_requested_stop_resumes_after_its_last_callback) {
  std::string order;
  stop_source source;
  const auto woken = each_time([&] { order += "woken "; });
  trampoline::entry place;
  const auto note = [&] { order += "other callback "; };
  const stop_callback<std::function<void()>> registered_first(source.get_token(), note);
  const auto wake = [&] { trampoline::resume(place, woken.handle()); };
  const stop_callback<std::function<void()>> called_first(source.get_token(), wake);
  source.request_stop();
  EXPECT_EQ(order, "other callback woken ");
}

}  // namespace
