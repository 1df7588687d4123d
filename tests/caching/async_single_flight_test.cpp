#include "googletest.hpp"

#include "../async/small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.caching;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::timed_out;
using patterns::async::when_all;
using patterns::async::with_stop_token;
using patterns::caching::async_loader;
using patterns::caching::async_single_flight;
using patterns::caching::leader_cancelled;
using patterns::caching::on_leader_cancelled;
using patterns::caching::recursive_load_error;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(async_loader<task<int> (*)(int), int, int>);
static_assert(async_loader<task<int> (*)(const int&), int, long>);
static_assert(!async_loader<int (*)(int), int, int>, "what it makes must be awaitable");
static_assert(!async_loader<task<std::string> (*)(int), int, int>);
static_assert(!async_loader<task<int> (*)(int&), int, int>, "a key is not to be changed");
static_assert(!std::copy_constructible<async_single_flight<int, int>> &&
              !std::move_constructible<async_single_flight<int, int>>);

using flights = async_single_flight<int, std::string>;

// What the tasks of a test share: a load waits for `go`, counts itself and fails if asked to.
struct desk {
  explicit desk(on_leader_cancelled policy = on_leader_cancelled::hand_over) : loads(policy) {}

  flights loads;
  async_event go;
  int begun = 0;
  int cancelled = 0;
  bool fails = false;
  std::vector<std::string> log;

  task<std::string> load(int key) {
    const int number = ++begun;
    try {
      co_await go.wait();
    } catch (const operation_cancelled&) {
      ++cancelled;
      throw;
    }
    if (std::exchange(fails, false)) {
      throw std::runtime_error("no connection");
    }
    co_return std::format("{} by load {}", key, number);
  }

  task<> ask(int key) {
    log.push_back(co_await loads.run(key, [this](int wanted) { return load(wanted); }));
  }
};

std::vector<started> start_many(desk& all, int count, int key = 1) {
  std::vector<started> asking;
  for (int i = 0; i < count; ++i) {
    asking.push_back(start(all.ask(key)));
  }
  return asking;
}

// Without single flight: every caller loads.
TEST(C14_async_single_flight, without_it_every_caller_loads) {
  desk all;
  const auto asks = [](desk& of) -> task<> { of.log.push_back(co_await of.load(1)); };
  const auto first = start(asks(all));
  const auto second = start(asks(all));
  EXPECT_EQ(all.begun, 2);
}

TEST(C14_async_single_flight, loads_once_for_all_who_ask_meanwhile) {
  desk all;
  const auto asking = start_many(all, 5);
  EXPECT_EQ(all.begun, 1);
  EXPECT_EQ(all.loads.waiting(1), 4U);
  EXPECT_EQ(all.loads.size(), 1U);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>(5, "1 by load 1"));
  EXPECT_EQ(all.loads.size(), 0U);
  EXPECT_EQ(all.loads.waiting(1), 0U);
}

TEST(C14_async_single_flight, remembers_nothing) {
  desk all;
  all.go.set();
  sync_wait(all.ask(1));
  sync_wait(all.ask(1));
  EXPECT_EQ(all.log, (std::vector<std::string>{"1 by load 1", "1 by load 2"}));
}

TEST(C14_async_single_flight, who_asks_when_the_load_has_ended_never_sees_it) {
  desk all;
  std::vector<started> asking;
  const auto asks_again = [](desk& of) -> task<> {
    co_await of.ask(1);
    co_await of.ask(1);
  };
  asking.push_back(start(asks_again(all)));
  asking.push_back(start(asks_again(all)));
  all.go.set();
  ASSERT_EQ(all.log.size(), 4U);
  std::ranges::sort(all.log);
  EXPECT_EQ(all.log[0], "1 by load 1");
  EXPECT_EQ(all.log[1], "1 by load 1");
  EXPECT_NE(all.log[2], "1 by load 1");
  EXPECT_NE(all.log[3], "1 by load 1");
}

TEST(C14_async_single_flight, keys_do_not_wait_for_each_other) {
  desk all;
  const auto slow = start(all.ask(1));
  sync_wait([](desk& of) -> task<> {
    of.log.push_back(co_await of.loads.run(2, [](int) -> task<std::string> { co_return "at once"; }));
  }(all));
  EXPECT_EQ(all.log, std::vector<std::string>{"at once"});
  EXPECT_FALSE(slow.done());
  EXPECT_EQ(all.loads.size(), 1U);
}

TEST(C14_async_single_flight, an_error_reaches_everybody_and_is_not_remembered) {
  desk all;
  all.fails = true;
  const auto asking = start_many(all, 3);
  all.go.set();
  for (const auto& each : asking) {
    EXPECT_EQ(each.error(), "no connection");
  }
  EXPECT_EQ(all.begun, 1);
  EXPECT_EQ(all.loads.size(), 0U);
  sync_wait(all.ask(1));
  EXPECT_EQ(all.log, std::vector<std::string>{"1 by load 2"});
}

TEST(C14_async_single_flight, a_loader_that_throws_before_it_waits_fails_alike) {
  flights loads;
  const auto refuses = [](int) -> task<std::string> { throw std::runtime_error("no such key"); };
  const std::function<task<std::string>(int)> throws = [](int) -> task<std::string> {
    throw std::runtime_error("not even begun");
  };
  EXPECT_THROW((void)sync_wait(loads.run(1, refuses)), std::runtime_error);
  EXPECT_THROW((void)sync_wait(loads.run(1, throws)), std::runtime_error);
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C14_async_single_flight, a_cancelled_waiter_leaves_alone) {
  desk all;
  stop_source stop;
  const auto leader = start(all.ask(1));
  const auto second = start(all.ask(1), stop.get_token());
  const auto third = start(all.ask(1));
  stop.request_stop();
  EXPECT_EQ(second.error(), "async_single_flight: cancelled, a stop was requested");
  EXPECT_EQ(all.cancelled, 0);
  EXPECT_EQ(all.loads.waiting(1), 1U);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>(2, "1 by load 1"));
}

TEST(C14_async_single_flight, a_destroyed_waiter_leaves_alone) {
  desk all;
  const auto leader = start(all.ask(1));
  auto second = start(all.ask(1));
  const auto third = start(all.ask(1));
  second.destroy();
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>(2, "1 by load 1"));
}

TEST(C14_async_single_flight, a_cancelled_leader_hands_over) {
  desk all;
  stop_source stop;
  const auto leader = start(all.ask(1), stop.get_token());
  const auto others = start_many(all, 3);
  stop.request_stop();
  EXPECT_EQ(leader.error(), "async_event::wait: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 2);
  EXPECT_EQ(all.loads.waiting(1), 2U);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>(3, "1 by load 2"));
  EXPECT_EQ(all.loads.size(), 0U);
}

TEST(C14_async_single_flight, a_destroyed_leader_hands_over) {
  desk all;
  auto leader = start(all.ask(1));
  auto others = start_many(all, 3);
  leader.destroy();
  EXPECT_EQ(all.begun, 2);
  others[0].destroy();
  EXPECT_EQ(all.begun, 3);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>(2, "1 by load 3"));
}

TEST(C14_async_single_flight, the_next_leader_may_be_gone_before_it_begins) {
  desk all;
  stop_source stop;
  auto leader = start(all.ask(1));
  auto second = start(all.ask(1));
  const auto third = start(all.ask(1), stop.get_token());
  const auto fourth = start(all.ask(1));
  {
    const patterns::concurrency::trampoline::scope busy;
    leader.destroy();
    second.destroy();
    stop.request_stop();
  }
  EXPECT_EQ(third.error(), "async_single_flight: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>{"1 by load 2"});
  EXPECT_EQ(all.loads.size(), 0U);
}

TEST(C14_async_single_flight, a_newcomer_takes_up_what_nobody_leads) {
  desk all;
  auto leader = start(all.ask(1));
  auto second = start(all.ask(1));
  started third;
  {
    const patterns::concurrency::trampoline::scope busy;
    leader.destroy();
    third = start(all.ask(1));
    second.destroy();
  }
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  EXPECT_EQ(all.log, std::vector<std::string>{"1 by load 2"});
}

TEST(C14_async_single_flight, a_cancelled_leader_fails_the_others_if_asked_to) {
  desk all(on_leader_cancelled::fail);
  EXPECT_EQ(all.loads.policy(), on_leader_cancelled::fail);
  stop_source stop;
  const auto leader = start(all.ask(7), stop.get_token());
  const auto others = start_many(all, 2, 7);
  stop.request_stop();
  EXPECT_EQ(leader.error(), "async_event::wait: cancelled, a stop was requested");
  for (const auto& each : others) {
    EXPECT_EQ(each.error(), "async_single_flight: the one who loaded key 7 was cancelled");
  }
  EXPECT_EQ(all.begun, 1);
  EXPECT_EQ(all.loads.size(), 0U);
  all.go.set();
  sync_wait(all.ask(7));
  EXPECT_EQ(all.log, std::vector<std::string>{"7 by load 2"});
}

TEST(C14_async_single_flight, a_destroyed_leader_fails_the_others_if_asked_to) {
  desk all(on_leader_cancelled::fail);
  auto leader = start(all.ask(7));
  const auto other = start(all.ask(7));
  leader.destroy();
  EXPECT_EQ(other.error(), "async_single_flight: the one who loaded key 7 was cancelled");
}

TEST(C14_async_single_flight, a_load_that_nobody_wants_any_more_is_cancelled) {
  desk all;
  stop_source stop;
  std::vector<started> asking;
  for (int i = 0; i < 3; ++i) {
    asking.push_back(start(all.ask(1), stop.get_token()));
  }
  stop.request_stop();
  EXPECT_EQ(all.begun, all.cancelled);
  EXPECT_EQ(all.loads.size(), 0U);
  for (const auto& each : asking) {
    EXPECT_NE(each.error(), "");
  }
}

// A load that cancels part of itself, such as by a timeout of its own, has failed like any other.
TEST(C14_async_single_flight, operation_cancelled_is_an_error_if_the_leader_was_not_asked_to_stop) {
  flights loads;
  async_event go;
  int begun = 0;
  const auto load = [&](int) -> task<std::string> {
    ++begun;
    co_await go.wait();
    throw operation_cancelled("a part of the load");
  };
  const auto asks = [&]() -> task<> { (void)co_await loads.run(1, load); };
  const auto first = start(asks());
  const auto second = start(asks());
  go.set();
  EXPECT_EQ(first.error(), "a part of the load: cancelled, a stop was requested");
  EXPECT_EQ(second.error(), "a part of the load: cancelled, a stop was requested");
  EXPECT_EQ(begun, 1);
}

TEST(C14_async_single_flight, a_load_that_ends_although_its_leader_was_cancelled_is_for_all) {
  flights loads;
  async_event go;
  std::vector<std::string> log;
  stop_source stop;
  const auto load = [&](int) -> task<std::string> {
    co_await patterns::async::unstoppable(go.wait());
    co_return "late";
  };
  const auto asks = [&]() -> task<> { log.push_back(co_await loads.run(1, load)); };
  const auto leader = start(asks(), stop.get_token());
  const auto other = start(asks());
  stop.request_stop();
  go.set();
  EXPECT_EQ(log, std::vector<std::string>(2, "late"));
}

TEST(C14_async_single_flight, a_timeout_of_one_is_no_timeout_of_the_others) {
  manual_clock time;
  run_loop loop(time);
  flights loads;
  int begun = 0;
  const auto load = [&](int) -> task<std::string> {
    ++begun;
    co_await loop.schedule_after(10s);
    co_return "slow";
  };
  const auto impatient = [&]() -> task<std::string> {
    co_return co_await patterns::async::timeout(loop, 3s, loads.run(1, load));
  };
  const auto [hasty, patient] = loop.run_until_complete(when_all(
      [&]() -> task<bool> {
        try {
          (void)co_await impatient();
        } catch (const timed_out&) {
          co_return true;
        }
        co_return false;
      }(),
      loads.run(1, load)));
  EXPECT_TRUE(hasty);
  EXPECT_EQ(patient, "slow");
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(time.now().time_since_epoch(), 13s);
}

TEST(C14_async_single_flight, goes_by_a_token_that_it_is_given) {
  desk all;
  stop_source stop;
  const auto asks = [](desk& of, stop_source by) -> task<> {
    (void)co_await of.loads.run(1, [&of](int key) { return of.load(key); }, by.get_token());
  };
  const auto leader = start(all.ask(1));
  const auto second = start(asks(all, stop));
  stop.request_stop();
  EXPECT_EQ(second.error(), "async_single_flight: cancelled, a stop was requested");
}

TEST(C14_async_single_flight, one_who_is_stopped_already_loads_nothing) {
  desk all;
  stop_source stop;
  stop.request_stop();
  const auto asking = start(all.ask(1), stop.get_token());
  EXPECT_EQ(asking.error(), "async_single_flight: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 0);
  EXPECT_EQ(all.loads.size(), 0U);
}

TEST(C14_async_single_flight, forgets_a_load_that_is_out_of_date) {
  desk all;
  EXPECT_FALSE(all.loads.forget(1));
  const auto old = start_many(all, 2);
  EXPECT_TRUE(all.loads.forget(1));
  const auto fresh = start_many(all, 2);
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  std::ranges::sort(all.log);
  EXPECT_EQ(all.log, (std::vector<std::string>{"1 by load 1", "1 by load 1", "1 by load 2", "1 by load 2"}));
  EXPECT_EQ(all.loads.size(), 0U);
}

TEST(C14_async_single_flight, a_load_may_load_other_keys) {
  flights loads;
  const auto load = [&](int key) -> task<std::string> {
    co_return std::format("{} over {}", key, co_await loads.run(key + 1, [](int next) -> task<std::string> {
      co_return std::to_string(next);
    }));
  };
  EXPECT_EQ(sync_wait(loads.run(1, load)), "1 over 2");
}

TEST(C14_async_single_flight, refuses_a_load_of_its_own_key) {
  async_single_flight<int, std::string> loads(on_leader_cancelled::hand_over, "users");
  async_event go;
  const auto load = [&](int) -> task<std::string> {
    co_await go.wait();  // not only before it has waited
    co_return co_await loads.run(1, [](int) -> task<std::string> { co_return "unreached"; });
  };
  const auto asks = [&]() -> task<> { (void)co_await loads.run(1, load); };
  const auto asking = start(asks());
  go.set();
  EXPECT_EQ(asking.error(), "users: the load of key 1 waits for itself");
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C14_async_single_flight, refuses_a_load_that_comes_back_through_other_keys_and_objects) {
  flights first;
  flights second;
  const auto unreached = [](int) -> task<std::string> { co_return "unreached"; };
  const auto back = [&](int) -> task<std::string> { co_return co_await first.run(1, unreached); };
  const auto over = [&](int) -> task<std::string> { co_return co_await second.run(1, back); };
  EXPECT_THROW((void)sync_wait(first.run(1, over)), recursive_load_error);
  EXPECT_EQ(first.size() + second.size(), 0U);
}

TEST(C14_async_single_flight, refuses_one_of_two_tasks_that_would_wait_for_each_other) {
  flights loads;
  async_event go;
  std::vector<std::string> log;
  const auto asks = [&](int key, int other) -> task<> {
    log.push_back(co_await loads.run(key, [&, other](int) -> task<std::string> {
      co_await go.wait();
      try {
        co_return co_await loads.run(other, [](int) -> task<std::string> { co_return "unreached"; });
      } catch (const recursive_load_error&) {
        co_return "refused";
      }
    }));
  };
  const auto first = start(asks(1, 2));
  const auto second = start(asks(2, 1));
  go.set();
  EXPECT_EQ(log, (std::vector<std::string>{"refused", "refused"}));
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C14_async_single_flight, two_loads_may_wait_for_a_third) {
  desk all;
  const auto asks = [&](int key) -> task<> {
    (void)co_await all.loads.run(key, [&](int) -> task<std::string> {
      co_await all.ask(1);
      co_return "";
    });
  };
  const auto first = start(asks(2));
  const auto second = start(asks(3));
  all.go.set();
  EXPECT_TRUE(first.done() && second.done());
  EXPECT_EQ(all.log, std::vector<std::string>(2, "1 by load 1"));
}

// What is not seen, as the documentation says: but nothing hangs for good, the circle can be cancelled.
TEST(C14_async_single_flight, a_circle_under_another_token_ends_when_it_is_cancelled) {
  flights loads;
  stop_source stop;
  const auto load = [&](int) -> task<std::string> {
    auto [inner] = co_await when_all(loads.run(1, [](int) -> task<std::string> { co_return "unreached"; }));
    co_return inner;
  };
  const auto asks = [&]() -> task<> { (void)co_await loads.run(1, load); };
  const auto asking = start(asks(), stop.get_token());
  EXPECT_FALSE(asking.done());
  stop.request_stop();
  EXPECT_TRUE(asking.done());
  EXPECT_EQ(loads.size(), 0U);
}

struct throwing_hash {
  const bool* armed;
  std::size_t operator()(int key) const {
    if (*armed) {
      throw std::runtime_error("hash");
    }
    return std::hash<int>{}(key);
  }
};

TEST(C14_async_single_flight, a_hash_that_throws_hinders_nobody) {
  bool armed = false;
  async_single_flight<int, int, throwing_hash> loads(on_leader_cancelled::hand_over, "loads", throwing_hash{&armed});
  async_event go;
  int sum = 0;
  const auto load = [&](int) -> task<int> {
    co_await go.wait();
    co_return 1;
  };
  const auto asks = [&]() -> task<> { sum += co_await loads.run(1, load); };
  const auto first = start(asks());
  const auto second = start(asks());
  armed = true;
  const auto third = start(asks());
  EXPECT_EQ(third.error(), "hash");
  go.set();
  EXPECT_EQ(sum, 2);
  armed = false;
  sync_wait(asks());
  EXPECT_EQ(sum, 3);
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C14_async_single_flight, serves_many_and_hands_over_down_a_long_line_on_a_small_stack) {
  on_small_stack([] {
    constexpr int many = 10'000;
    async_single_flight<int, int> loads;
    async_event go;
    stop_source stop;
    int served = 0;
    const auto load = [&](int) -> task<int> {
      co_await go.wait();
      co_return 1;
    };
    const auto asks = [&]() -> task<> { served += co_await loads.run(1, load); };
    std::vector<started> asking;
    for (int i = 0; i < many; ++i) {
      asking.push_back(i % 2 == 0 ? start(asks(), stop.get_token()) : start(asks()));
    }
    stop.request_stop();
    go.set();
    EXPECT_EQ(served, many / 2);
    EXPECT_EQ(loads.size(), 0U);
  });
}

TEST(C14_async_single_flight, loads_once_at_a_time_on_several_threads) {
  constexpr int threads = 4;
  constexpr int rounds = 40;
  thread_pool pool(2);
  async_single_flight<int, int> loads;
  std::atomic<int> under_way = 0;
  std::atomic<int> overlaps = 0;
  std::atomic<int> right = 0;
  std::atomic<int> left = 0;
  const auto load = [&](int key) -> task<int> {
    overlaps += under_way.fetch_add(1) == 0 ? 0 : 1;
    co_await pool.schedule();
    --under_way;
    co_return key;
  };
  std::vector<std::thread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&, i] {
      for (int round = 0; round < rounds; ++round) {
        stop_source stop;
        std::thread stopper([&] {
          if ((round + i) % 3 == 0) {
            stop.request_stop();
          }
        });
        try {
          right += sync_wait(loads.run(1, load), stop.get_token());
        } catch (const operation_cancelled&) {
          ++left;
        }
        stopper.join();
      }
    });
  }
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_EQ(right + left, threads * rounds);
  EXPECT_EQ(overlaps, 0);
  EXPECT_EQ(loads.size(), 0U);
}

}  // namespace
