#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::current_stop_token;
using patterns::async::group_error;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::task_group;
using patterns::async::with_task_group;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

static_assert(!std::is_copy_constructible_v<task_group>);
static_assert(!std::is_constructible_v<task_group>, "only with_task_group makes one: there is no other way to join");
static_assert(std::is_nothrow_copy_constructible_v<group_error>);

task<> note_after(run_loop::duration span, int number, std::vector<int>& log) {
  co_await sleep_for(span);
  log.push_back(number);
}

task<> failing_after(run_loop::duration span, std::string message) {
  co_await sleep_for(span);
  throw std::runtime_error(message);
}

task<> failing_when_stopped(std::string message) {
  try {
    co_await sleep_for(1h);
  } catch (const operation_cancelled&) {
    throw std::runtime_error(message);
  }
}

std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  }
}

struct async_core_task_group : testing::Test {
  manual_clock time;
  run_loop loop{time};
  run_loop::time_point begin = loop.now();
  std::vector<int> log;
};

TEST_F(async_core_task_group, ends_when_the_last_child_has_ended_and_yields_what_the_body_yields) {
  const auto answer = loop.run_until_complete(with_task_group([this](task_group& group) -> task<int> {
    EXPECT_TRUE(group.spawn(note_after(2s, 2, log)));
    EXPECT_TRUE(group.spawn(note_after(1s, 1, log)));
    EXPECT_EQ(group.size(), 2U);
    co_return 42;
  }));
  EXPECT_EQ(answer, 42);
  EXPECT_EQ(log, (std::vector{1, 2}));
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST_F(async_core_task_group, may_have_no_children) {
  sync_wait(with_task_group([](task_group&) -> task<> { co_return; }));
}

TEST_F(async_core_task_group, lets_children_spawn_children) {
  loop.run_until_complete(with_task_group([this](task_group& group) -> task<> {
    group.spawn([&group, this]() -> task<> {
      co_await sleep_for(1s);
      group.spawn(note_after(1s, 2, log));
      log.push_back(1);
    });
    co_return;
  }));
  EXPECT_EQ(log, (std::vector{1, 2}));
}

TEST_F(async_core_task_group, keeps_a_lambda_as_long_as_its_coroutine) {
  const auto kept = std::make_shared<int>(5);
  loop.run_until_complete(with_task_group([this, kept](task_group& group) -> task<> {
    {
      const auto local = kept;
      group.spawn([local, this]() -> task<> {
        co_await sleep_for(1s);
        log.push_back(*local);
      });
    }
    co_return;
  }));
  EXPECT_EQ(log, std::vector{5});
  EXPECT_EQ(kept.use_count(), 1);
}

TEST_F(async_core_task_group, stops_all_at_the_first_error_and_keeps_every_error) {
  try {
    loop.run_until_complete(with_task_group([](task_group& group) -> task<> {
      group.spawn(failing_when_stopped("third"));
      group.spawn(failing_when_stopped("fourth"));
      group.spawn(sleep_for(1h));
      group.spawn(failing_after(2s, "first"));
      try {
        co_await sleep_for(1h);
      } catch (const operation_cancelled&) {
        throw std::runtime_error("the body's");
      }
    }));
    FAIL() << "no exception";
  } catch (const group_error& error) {
    std::vector<std::string> messages;
    std::ranges::transform(error.errors(), std::back_inserter(messages), message_of);
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(messages.front(), "first");
    std::ranges::sort(messages);
    EXPECT_EQ(messages, (std::vector<std::string>{"first", "fourth", "the body's", "third"}));
    EXPECT_TRUE(std::string_view(error.what()).starts_with("task_group: 4 errors: 'first'; ")) << error.what();
    EXPECT_TRUE(std::string_view(error.what()).ends_with("; ...")) << error.what();
  }
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST_F(async_core_task_group, joins_when_the_body_throws) {
  try {
    loop.run_until_complete(with_task_group([this](task_group& group) -> task<> {
      group.spawn([this]() -> task<> {
        try {
          co_await sleep_for(1h);
        } catch (const operation_cancelled&) {
          log.push_back(1);
          throw;
        }
      });
      co_await sleep_for(1s);
      throw std::runtime_error("bad body");
    }));
    FAIL() << "no exception";
  } catch (const group_error& error) {
    EXPECT_STREQ(error.what(), "task_group: 1 error: 'bad body'");
  }
  EXPECT_EQ(log, std::vector{1});
}

TEST_F(async_core_task_group, joins_when_the_body_throws_before_it_is_a_coroutine) {
  const auto body = [](task_group&) -> task<> { throw std::runtime_error("no coroutine"); };
  EXPECT_THROW(sync_wait(with_task_group(body)), group_error);
}

TEST_F(async_core_task_group, is_cancelled_with_its_children_when_it_is_asked_to_stop) {
  stop_source source;
  loop.post_after(2s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(with_task_group([](task_group& group) -> task<> {
                                         group.spawn(sleep_for(1h));
                                         co_return;
                                       }),
                                       source.get_token()),
               operation_cancelled);
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST_F(async_core_task_group, ends_well_when_it_stops_itself) {
  loop.run_until_complete(with_task_group([](task_group& group) -> task<> {
    group.spawn(sleep_for(1h));
    co_await sleep_for(1s);
    group.request_stop();
    co_await sleep_for(1h);
  }));
  EXPECT_EQ(loop.now() - begin, 1s);
}

TEST_F(async_core_task_group, has_no_result_when_it_stops_a_body_that_owes_one) {
  EXPECT_THROW(loop.run_until_complete(with_task_group([](task_group& group) -> task<int> {
    group.request_stop();
    co_await sleep_for(1h);
    co_return 1;
  })),
               operation_cancelled);
}

TEST_F(async_core_task_group, begins_nothing_once_it_is_stopped) {
  loop.run_until_complete(with_task_group([this](task_group& group) -> task<> {
    group.request_stop();
    EXPECT_FALSE(group.spawn(note_after(0s, 1, log)));
    EXPECT_FALSE(group.spawn([this]() -> task<> { return note_after(0s, 2, log); }));
    EXPECT_EQ(group.size(), 0U);
    co_return;
  }));
  EXPECT_TRUE(log.empty());
}

TEST_F(async_core_task_group, takes_the_cancellation_of_somebody_else_for_an_error) {
  EXPECT_THROW(sync_wait(with_task_group([](task_group& group) -> task<> {
                 group.spawn([]() -> task<> {
                   throw operation_cancelled("somebody else's");
                   co_return;
                 });
                 co_return;
               })),
               group_error);
}

TEST_F(async_core_task_group, runs_children_on_a_pool) {
  thread_pool pool(2);
  std::atomic<int> there = 0;
  sync_wait(with_task_group([&](task_group& group) -> task<> {
    for (int i = 0; i < 500; ++i) {
      group.spawn_on(pool, [&]() -> task<> {
        there += pool.runs_here() ? 1 : 0;
        co_return;
      });
      group.spawn_on(pool, [](std::atomic<int>& count) -> task<> {
        ++count;
        co_return;
      }(there));
    }
    co_return;
  }));
  EXPECT_EQ(there, 1000);
}

TEST_F(async_core_task_group, collects_the_errors_of_several_threads) {
  thread_pool pool(2);
  for (int round = 0; round < 50; ++round) {
    try {
      sync_wait(with_task_group([&](task_group& group) -> task<> {
        for (int i = 0; i < 8; ++i) {
          group.spawn_on(pool, []() -> task<> {
            throw std::runtime_error("there");
            co_return;
          });
        }
        co_return;
      }));
      FAIL() << "no exception";
    } catch (const group_error& error) {
      EXPECT_GE(error.errors().size(), 1U);
    }
  }
}

TEST_F(async_core_task_group, destroys_its_children_when_it_is_destroyed) {
  const auto alive = std::make_shared<int>();
  loop.post_after(1s, [this] { loop.stop(); });
  EXPECT_THROW(loop.run_until_complete(with_task_group([alive](task_group& group) -> task<> {
    group.spawn([alive]() -> task<> { co_await sleep_for(1h); });
    group.spawn([alive]() -> task<> { co_await sleep_for(2h); });
    co_await sleep_for(3h);
  })),
               patterns::async::loop_stopped);
  EXPECT_EQ(alive.use_count(), 1);
}

TEST_F(async_core_task_group, takes_a_million_children_one_out_of_the_other_on_a_small_stack) {
  on_small_stack([] {
    int left = 1'000'000;
    struct chain {
      static task<> link(task_group& group, int& count) {
        if (--count > 0) {
          group.spawn(link(group, count));
        }
        co_return;
      }
    };
    sync_wait(with_task_group([&](task_group& group) -> task<> {
      group.spawn(chain::link(group, left));
      co_return;
    }));
    EXPECT_EQ(left, 0);
  });
}

}  // namespace
