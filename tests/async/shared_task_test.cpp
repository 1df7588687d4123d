#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::await_result_t;
using patterns::async::empty_task;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::shared_task;
using patterns::async::sleep_for;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::timed_out;
using patterns::async::timeout;
using patterns::async::when_all;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

static_assert(std::same_as<await_result_t<shared_task<int>>, const int&>);
static_assert(std::same_as<await_result_t<const shared_task<int&>&>, int&>);
static_assert(std::same_as<await_result_t<shared_task<>>, void>);
static_assert(std::copyable<shared_task<std::unique_ptr<int>>>);

task<std::string> load(int& runs, run_loop::duration span) {
  ++runs;
  co_await sleep_for(span);
  co_return "loaded";
}

task<const std::string*> address(shared_task<std::string> shared) {
  const auto& text = co_await shared;
  co_return &text;
}

struct async_core_shared_task : testing::Test {
  manual_clock time;
  run_loop loop{time};
  run_loop::time_point begin = loop.now();
  int runs = 0;
};

TEST_F(async_core_shared_task, runs_once_for_all_who_await_it) {
  const shared_task<std::string> shared(load(runs, 1s));
  EXPECT_EQ(runs, 0);
  EXPECT_FALSE(shared.ended());
  const auto [first, second] = loop.run_until_complete(when_all(address(shared), address(shared)));
  EXPECT_TRUE(shared.ended());
  EXPECT_EQ(first, second);
  EXPECT_EQ(*first, "loaded");
  EXPECT_EQ(sync_wait(address(shared)), first) << "a late one finds the same";
  EXPECT_EQ(runs, 1);
}

TEST_F(async_core_shared_task, delivers_its_error_to_each) {
  const shared_task<int> shared([]() -> task<int> {
    co_await sleep_for(1s);
    throw std::domain_error("failed");
  }());
  const auto fails = [](shared_task<int> awaited) -> task<bool> {
    try {
      co_await awaited;
    } catch (const std::domain_error&) {
      co_return true;
    }
    co_return false;
  };
  EXPECT_EQ(loop.run_until_complete(when_all(fails(shared), fails(shared))), std::tuple(true, true));
  EXPECT_TRUE(sync_wait(fails(shared)));
}

TEST_F(async_core_shared_task, is_not_stopped_with_one_who_waits) {
  const shared_task<std::string> shared(load(runs, 3s));
  const auto gives_up = [](shared_task<std::string> awaited) -> task<bool> {
    try {
      co_await timeout(1s, awaited);
    } catch (const timed_out&) {
      co_return true;
    }
    co_return false;
  };
  const auto [gave_up, text] = loop.run_until_complete(when_all(gives_up(shared), address(shared)));
  EXPECT_TRUE(gave_up);
  EXPECT_EQ(*text, "loaded");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(loop.now() - begin, 3s);
}

TEST_F(async_core_shared_task, is_not_begun_by_one_who_is_stopped_before) {
  const shared_task<std::string> shared(load(runs, 1s));
  stop_source source;
  source.request_stop();
  EXPECT_THROW(loop.run_until_complete(address(shared), source.get_token()), operation_cancelled);
  EXPECT_EQ(runs, 0);
  loop.run_until_complete(address(shared));
  EXPECT_EQ(*loop.run_until_complete(address(shared), source.get_token()), "loaded") << "it is ready: no wait";
}

TEST_F(async_core_shared_task, goes_by_a_token_of_its_own) {
  stop_source source;
  const shared_task<std::string> shared(load(runs, 1h), source.get_token());
  loop.post_after(1s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(address(shared)), operation_cancelled);
  EXPECT_EQ(loop.now() - begin, 1s);
}

TEST_F(async_core_shared_task, is_destroyed_with_its_last_owner) {
  const auto alive = std::make_shared<int>();
  const auto holds = [](std::shared_ptr<int>) -> task<> { co_await sleep_for(1h); };
  {
    const shared_task<> shared(holds(alive));
    EXPECT_THROW(loop.run_until_complete(timeout(1s, shared)), timed_out);
    EXPECT_GT(alive.use_count(), 1) << "it waits still";
  }
  EXPECT_EQ(alive.use_count(), 1);
  time.advance(2h);
  EXPECT_EQ(loop.poll(), 0U);
}

TEST_F(async_core_shared_task, refuses_to_be_awaited_when_moved_from) {
  shared_task<std::string> from(load(runs, 0s));
  const auto to = std::move(from);
  EXPECT_THROW(sync_wait(from), empty_task);  // NOLINT(bugprone-use-after-move): what is left is what is tested
  EXPECT_THROW(sync_wait(shared_task<int>(task<int>())), empty_task);
}

TEST_F(async_core_shared_task, is_awaited_from_several_threads) {
  thread_pool pool(2);
  for (int round = 0; round < 100; ++round) {
    const shared_task<int> shared([](thread_pool& on, int number) -> task<int> {
      co_await on.schedule();
      co_return number;
    }(pool, round));
    std::vector<task<int>> all;
    for (int i = 0; i < 8; ++i) {
      all.push_back([](thread_pool& on, shared_task<int> awaited) -> task<int> {
        co_await on.schedule();
        co_return co_await awaited;
      }(pool, shared));
    }
    EXPECT_EQ(sync_wait(when_all(std::move(all))), std::vector<int>(8, round));
  }
}

}  // namespace
