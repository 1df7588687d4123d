#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

using patterns::async::async_generator;
using patterns::async::current_stop_token;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::unstoppable;
using patterns::async::with_stop_token;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;

namespace {

task<stop_token> token_here() {
  co_return co_await current_stop_token();
}

task<stop_token> token_below() {
  co_return co_await token_here();
}

async_generator<stop_token> tokens_inside() {
  co_yield co_await current_stop_token();
}

async_generator<stop_token> tokens_of_a_generator() {
  co_yield co_await current_stop_token();
  co_yield patterns::async::elements_of(tokens_inside());
  co_yield co_await token_here();
}

TEST(async_core_cancellation, without_a_token_nothing_can_be_stopped) {
  EXPECT_FALSE(sync_wait(token_below()).stop_possible());
  EXPECT_FALSE(run_loop().run_until_complete(token_below()).stop_possible());
}

TEST(async_core_cancellation, the_token_goes_down_through_every_await) {
  const stop_source source;
  EXPECT_EQ(sync_wait(token_below(), source.get_token()), source.get_token());
  EXPECT_EQ(run_loop().run_until_complete(token_below(), source.get_token()), source.get_token());
}

TEST(async_core_cancellation, it_goes_through_generators_at_every_step) {
  const stop_source source;
  const auto all = sync_wait(
      [](const stop_source& outer) -> task<std::vector<bool>> {
        std::vector<bool> same;
        auto tokens = tokens_of_a_generator();
        while (const auto* const each = co_await tokens.next()) {
          same.push_back(*each == outer.get_token());
        }
        co_return same;
      }(source),
      source.get_token());
  EXPECT_EQ(all, std::vector<bool>(3, true));
}

TEST(async_core_cancellation, the_consumer_of_the_step_decides_and_not_that_of_the_first) {
  const stop_source first;
  const stop_source second;
  auto tokens = tokens_of_a_generator();
  const auto next = [](async_generator<stop_token>& from) -> task<stop_token> { co_return *co_await from.next(); };
  EXPECT_EQ(sync_wait(next(tokens), first.get_token()), first.get_token());
  EXPECT_EQ(sync_wait(next(tokens), second.get_token()), second.get_token());
}

TEST(async_core_cancellation, a_part_may_have_a_token_of_its_own) {
  const stop_source whole;
  const stop_source part;
  const auto [inside, after] = sync_wait(
      [](stop_token own) -> task<std::pair<stop_token, stop_token>> {
        auto within = co_await with_stop_token(own, token_below());
        co_return std::pair(std::move(within), co_await current_stop_token());
      }(part.get_token()),
      whole.get_token());
  EXPECT_EQ(inside, part.get_token());
  EXPECT_EQ(after, whole.get_token());
}

TEST(async_core_cancellation, unstoppable_work_sees_no_request) {
  stop_source source;
  source.request_stop();
  EXPECT_FALSE(sync_wait(unstoppable(token_below()), source.get_token()).stop_requested());
  EXPECT_TRUE(sync_wait(token_below(), source.get_token()).stop_requested());
}

TEST(async_core_cancellation, an_lvalue_is_awaited_where_it_stands) {
  int awaited = 0;
  struct counting {
    int* count;
    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    static void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() const noexcept { ++*count; }
  };
  counting object{&awaited};
  sync_wait(unstoppable(object));
  EXPECT_EQ(awaited, 1);
}

TEST(async_core_cancellation, the_error_names_the_wait) {
  EXPECT_STREQ(operation_cancelled("async_mutex::lock").what(), "async_mutex::lock: cancelled, a stop was requested");
}

}  // namespace
