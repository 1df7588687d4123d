#include "googletest.hpp"

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
using patterns::async::when_all;
using patterns::caching::batch_function;
using patterns::caching::batch_limit_error;
using patterns::caching::batch_loader;
using patterns::caching::batch_options;
using patterns::caching::batch_size_error;
using patterns::caching::load_outcome;
using patterns::caching::recursive_load_error;
using patterns::caching::turn_source;
using patterns::concurrency::stop_source;
using patterns_test::start;
using patterns_test::started;

namespace {

using keys = std::vector<int>;
using strings = std::vector<std::string>;
using outcomes = std::vector<load_outcome<std::string>>;

static_assert(batch_function<task<strings> (*)(const keys&), int, std::string>);
static_assert(batch_function<task<outcomes> (*)(keys), int, std::string>);
static_assert(!batch_function<strings (*)(const keys&), int, std::string>, "what it makes must be awaitable");
static_assert(!batch_function<task<int> (*)(const keys&), int, int>, "one result for each key");
static_assert(!batch_function<task<strings> (*)(int), int, std::string>);
static_assert(turn_source<run_loop> && !turn_source<manual_clock>);

// A table that is read by one query for many keys. A query waits for `go`; there is no row for a negative key.
struct table {
  explicit table(batch_options how = {}) : rows(loop, [this](const keys& wanted) { return query(wanted); }, how) {}

  manual_clock time;
  run_loop loop{time};
  async_event go{patterns::async::event_reset::manual, true};
  std::vector<keys> queries;
  int cancelled = 0;
  bool fails = false;
  int missing = 0;
  int surplus = 0;
  batch_loader<int, std::string> rows;

  task<outcomes> query(keys wanted) {
    queries.push_back(wanted);
    try {
      co_await go.wait();
    } catch (const operation_cancelled&) {
      ++cancelled;
      throw;
    }
    if (std::exchange(fails, false)) {
      throw std::runtime_error("no connection");
    }
    outcomes found;
    for (const int key : wanted) {
      if (key < 0) {
        found.emplace_back(std::make_exception_ptr(std::out_of_range(std::format("no row {}", key))));
      } else {
        found.emplace_back(std::format("row {}", key));
      }
    }
    found.erase(found.begin(), found.begin() + std::exchange(missing, 0));
    for (; surplus > 0; --surplus) {
      found.emplace_back("a row that nobody asked for");
    }
    co_return found;
  }

  task<> note(int key, strings& log) {
    try {
      log.push_back(co_await rows.load(key));
    } catch (const std::exception& error) {
      log.push_back(error.what());
    }
  }

  void turn() {
    while (loop.poll() > 0) {
    }
  }
};

TEST(C18_batch_loader, without_it_every_key_is_a_query) {
  table all;
  const auto one = [&](int key) -> task<> { (void)co_await all.query({key}); };
  all.loop.run_until_complete(when_all(one(1), one(2)));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1}, {2}}));
}

TEST(C18_batch_loader, loads_what_is_asked_for_in_one_turn_by_one_call) {
  table all;
  const auto [one, two, three] =
      all.loop.run_until_complete(when_all(all.rows.load(3), all.rows.load(1), all.rows.load(2)));
  EXPECT_EQ(one, "row 3");
  EXPECT_EQ(two, "row 1");
  EXPECT_EQ(three, "row 2");
  EXPECT_EQ(all.queries, (std::vector<keys>{{3, 1, 2}}));
}

TEST(C18_batch_loader, loads_duplicates_once) {
  table all;
  const auto [one, two, three] =
      all.loop.run_until_complete(when_all(all.rows.load(1), all.rows.load(2), all.rows.load(1)));
  EXPECT_EQ(one, "row 1");
  EXPECT_EQ(three, "row 1");
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 2}}));
}

TEST(C18_batch_loader, gathers_what_others_ask_for_who_were_ready_meanwhile) {
  table all;
  const auto later = [&](int turns, int key) -> task<std::string> {
    for (; turns > 0; --turns) {
      co_await all.loop.schedule();
    }
    co_return co_await all.rows.load(key);
  };
  (void)all.loop.run_until_complete(when_all(later(0, 1), later(1, 2), later(2, 3)));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 2, 3}}));
  (void)all.loop.run_until_complete(when_all(later(0, 1), later(5, 2)));
  EXPECT_EQ(all.queries.size(), 3U) << "a turn without a new key closes the batch";
}

TEST(C18_batch_loader, asks_again_for_what_is_asked_again) {
  table all;
  (void)all.loop.run_until_complete(all.rows.load(1));
  (void)all.loop.run_until_complete(all.rows.load(1));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1}, {1}}));
}

TEST(C18_batch_loader, gives_the_outcomes_of_many_in_the_order_of_their_keys) {
  table all;
  const auto found = all.loop.run_until_complete(all.rows.load_many({5, -1, 5, 2}));
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].value(), "row 5");
  EXPECT_EQ(found[1].message(), "no row -1");
  EXPECT_EQ(found[2].value(), "row 5");
  EXPECT_EQ(found[3].value(), "row 2");
  EXPECT_EQ(all.queries, (std::vector<keys>{{5, -1, 2}}));
  EXPECT_TRUE(all.loop.run_until_complete(all.rows.load_many(keys())).empty());
}

TEST(C18_batch_loader, a_key_fails_alone) {
  table all;
  strings log;
  all.loop.run_until_complete(when_all(all.note(1, log), all.note(-7, log), all.note(2, log)));
  EXPECT_EQ(log, (strings{"row 1", "no row -7", "row 2"}));
}

TEST(C18_batch_loader, a_call_that_throws_fails_all_and_is_not_remembered) {
  table all({.remember = true});
  strings log;
  all.fails = true;
  all.loop.run_until_complete(when_all(all.note(1, log), all.note(2, log)));
  EXPECT_EQ(log, (strings{"no connection", "no connection"}));
  EXPECT_EQ(all.loop.run_until_complete(all.rows.load(1)), "row 1");
}

TEST(C18_batch_loader, a_wrong_number_of_results_fails_all) {
  table all;
  strings log;
  all.missing = 1;
  all.loop.run_until_complete(when_all(all.note(1, log), all.note(2, log)));
  EXPECT_EQ(log, strings(2, "batch_loader: the batch function gave 1 results for 2 keys"));
  log.clear();
  all.surplus = 1;
  all.loop.run_until_complete(when_all(all.note(1, log), all.note(2, log)));
  EXPECT_EQ(log, strings(2, "batch_loader: the batch function gave 3 results for 2 keys"));
  const auto results_for_one_key = [&]() -> std::size_t {
    try {
      (void)all.loop.run_until_complete(all.rows.load(1));
    } catch (const batch_size_error& error) {
      EXPECT_EQ(error.keys(), 1U);
      return error.results();
    }
    ADD_FAILURE() << "the number of results is taken for right";
    return 1;
  };
  all.missing = 1;
  EXPECT_EQ(results_for_one_key(), 0U);
  all.surplus = 2;
  EXPECT_EQ(results_for_one_key(), 3U);
  EXPECT_EQ(all.loop.run_until_complete(all.rows.load(1)), "row 1") << "and the next call is not affected";
}

TEST(C18_batch_loader, puts_no_more_keys_into_a_call_than_it_may) {
  table all({.max_keys = 2});
  const auto found = all.loop.run_until_complete(all.rows.load_many({1, 2, 2, 3, 4, 5}));
  EXPECT_EQ(found.size(), 6U);
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 2}, {2, 3}, {4, 5}})) << "a full batch takes in nobody";
  EXPECT_THROW(table({.max_keys = 0}), batch_limit_error);
}

TEST(C18_batch_loader, waits_for_keys_as_long_as_it_is_told) {
  table all({.delay = 10ms});
  const auto later = [&](std::chrono::milliseconds delay, int key) -> task<std::string> {
    co_await all.loop.schedule_after(delay);
    co_return co_await all.rows.load(key);
  };
  (void)all.loop.run_until_complete(when_all(later(0ms, 1), later(9ms, 2), later(11ms, 3)));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 2}, {3}}));
  EXPECT_EQ(all.time.now().time_since_epoch(), 21ms);
}

TEST(C18_batch_loader, a_full_batch_waits_no_longer) {
  table all({.max_keys = 2, .delay = 1h});
  (void)all.loop.run_until_complete(all.rows.load_many({1, 2}));
  EXPECT_EQ(all.time.now().time_since_epoch(), 0ms);
}

TEST(C18_batch_loader, leaves_out_a_key_that_nobody_waits_for_any_more) {
  table all;
  strings log;
  stop_source stop;
  const auto first = start(all.note(1, log));
  const auto second = start(all.note(2, log), stop.get_token());
  auto third = start(all.note(3, log));
  const auto fourth = start(all.note(3, log));
  auto fifth = start(all.note(5, log));
  EXPECT_EQ(all.rows.gathered(), 4U);
  stop.request_stop();
  third.destroy();
  fifth.destroy();
  EXPECT_EQ(all.rows.gathered(), 2U);
  all.turn();
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 3}}));
  EXPECT_EQ(log, (strings{"batch_loader: cancelled, a stop was requested", "row 1", "row 3"}));
}

TEST(C18_batch_loader, who_leads_hands_over_before_the_call) {
  table all;
  strings log;
  auto first = start(all.note(1, log));
  const auto second = start(all.note(2, log));
  first.destroy();
  all.turn();
  EXPECT_EQ(all.queries, (std::vector<keys>{{2}}));
  EXPECT_EQ(log, strings{"row 2"});
}

TEST(C18_batch_loader, who_leads_hands_over_during_the_call) {
  table all;
  all.go.reset();
  strings log;
  stop_source stop;
  const auto first = start(all.note(1, log), stop.get_token());
  const auto second = start(all.note(2, log));
  const auto third = start(all.note(3, log));
  all.turn();
  EXPECT_EQ(all.queries.size(), 1U);
  stop.request_stop();
  all.turn();
  EXPECT_EQ(all.cancelled, 1);
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, 2, 3}, {2, 3}}));
  all.go.set();
  EXPECT_EQ(log, (strings{"async_event::wait: cancelled, a stop was requested", "row 2", "row 3"}));
}

TEST(C18_batch_loader, a_call_that_nobody_waits_for_is_cancelled) {
  table all;
  all.go.reset();
  strings log;
  stop_source stop;
  const auto first = start(all.note(1, log), stop.get_token());
  const auto second = start(all.note(2, log), stop.get_token());
  all.turn();
  stop.request_stop();
  all.turn();
  EXPECT_TRUE(first.done() && second.done());
  EXPECT_EQ(all.cancelled, static_cast<int>(all.queries.size()));
  all.go.set();
  EXPECT_EQ(all.loop.run_until_complete(all.rows.load(1)), "row 1");
}

TEST(C18_batch_loader, a_batch_that_all_have_left_takes_in_nobody) {
  table all;
  strings log;
  auto first = start(all.note(1, log));
  first.destroy();
  EXPECT_EQ(all.rows.gathered(), 0U);
  const auto second = start(all.note(2, log));
  all.turn();
  EXPECT_EQ(all.queries, (std::vector<keys>{{2}}));
}

TEST(C18_batch_loader, a_stop_is_for_all_keys_of_load_many) {
  table all;
  stop_source stop;
  const auto asking =
      start([](table& of) -> task<> { (void)co_await of.rows.load_many({1, 2}); }(all), stop.get_token());
  stop.request_stop();
  all.turn();
  EXPECT_TRUE(asking.error().ends_with("cancelled, a stop was requested")) << asking.error();
  EXPECT_TRUE(all.queries.empty());
}

TEST(C18_batch_loader, goes_by_a_token_that_it_is_given) {
  table all;
  stop_source stop;
  stop.request_stop();
  EXPECT_THROW((void)all.loop.run_until_complete(all.rows.load(1, stop.get_token())), operation_cancelled);
}

TEST(C18_batch_loader, remembers_values_if_it_is_told_to) {
  table all({.remember = true});
  (void)all.loop.run_until_complete(all.rows.load_many({1, -2}));
  EXPECT_EQ(sync_wait(all.rows.load(1)), "row 1") << "without a turn of the loop";
  EXPECT_EQ(all.loop.run_until_complete(all.rows.load_many({1, -2, 3}))[2].value(), "row 3");
  EXPECT_EQ(all.queries, (std::vector<keys>{{1, -2}, {-2, 3}})) << "a failure is not remembered";
  EXPECT_TRUE(all.rows.clear(1));
  EXPECT_FALSE(all.rows.clear(1));
  (void)all.loop.run_until_complete(all.rows.load(1));
  EXPECT_EQ(all.queries.back(), keys{1});
  all.rows.clear();
  (void)all.loop.run_until_complete(all.rows.load(3));
  EXPECT_EQ(all.queries.back(), keys{3});
}

TEST(C18_batch_loader, who_remembers_joins_a_call_under_way) {
  table all({.remember = true});
  all.go.reset();
  strings log;
  const auto first = start(all.note(1, log));
  all.turn();
  const auto second = start(all.note(1, log));
  const auto third = start(all.note(2, log));
  all.go.set();
  all.turn();
  EXPECT_EQ(log, (strings{"row 1", "row 1", "row 2"}));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1}, {2}}));
}

TEST(C18_batch_loader, what_was_cleared_is_not_joined) {
  table all({.remember = true});
  all.go.reset();
  strings log;
  const auto first = start(all.note(1, log));
  all.turn();
  EXPECT_TRUE(all.rows.clear(1));
  const auto second = start(all.note(1, log));
  all.turn();
  all.go.set();
  EXPECT_EQ(all.queries, (std::vector<keys>{{1}, {1}}));
  EXPECT_EQ(log, strings(2, "row 1"));
}

TEST(C18_batch_loader, can_be_primed) {
  table all({.remember = true});
  EXPECT_TRUE(all.rows.prime(1, "primed"));
  EXPECT_FALSE(all.rows.prime(1, "again"));
  EXPECT_EQ(sync_wait(all.rows.load(1)), "primed");
  strings log;
  const auto asking = start(all.note(2, log));
  EXPECT_FALSE(all.rows.prime(2, "too late"));
  all.turn();
  EXPECT_EQ(log, strings{"row 2"});
  table forgets;
  EXPECT_FALSE(forgets.rows.prime(1, "unused"));
}

TEST(C18_batch_loader, levels_of_a_tree_are_a_call_each) {
  table all;
  const std::function<task<>(int, int)> walk = [&](int key, int depth) -> task<> {
    (void)co_await all.rows.load(key);
    if (depth > 0) {
      co_await when_all(walk(2 * key, depth - 1), walk(2 * key + 1, depth - 1));
    }
  };
  all.loop.run_until_complete(walk(1, 3));
  EXPECT_EQ(all.queries, (std::vector<keys>{{1}, {2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11, 12, 13, 14, 15}}));
}

TEST(C18_batch_loader, the_batch_function_may_load_other_keys_but_not_wait_for_itself) {
  manual_clock time;
  run_loop loop(time);
  std::optional<batch_loader<int, int>> sums;
  sums.emplace(
      loop,
      [&](keys wanted) -> task<std::vector<int>> {
        std::vector<int> found;
        for (const int key : wanted) {
          int sum = key;
          if (key != 0) {
            sum += co_await sums->load(key == 9 ? 9 : key - 1);
          }
          found.push_back(sum);
        }
        co_return found;
      },
      batch_options{.remember = true});
  EXPECT_EQ(loop.run_until_complete(sums->load(3)), 6);
  try {
    (void)loop.run_until_complete(sums->load(9));
    FAIL();
  } catch (const recursive_load_error& error) {
    EXPECT_STREQ(error.what(), "batch_loader: the load of key (batch 5) waits for itself");
  }
}

TEST(C18_batch_loader, takes_a_function_that_gives_bare_values) {
  run_loop loop;
  batch_loader<std::string, bool> is_long(loop, [](const strings& words) -> task<std::vector<bool>> {
    std::vector<bool> found;
    for (const auto& each : words) {
      found.push_back(each.size() > 3);
    }
    co_return found;
  });
  const auto found = loop.run_until_complete(is_long.load_many(std::vector<const char*>{"word", "a"}));
  EXPECT_TRUE(found[0].value());
  EXPECT_FALSE(found[1].value());
}

TEST(C18_batch_loader, takes_keys_from_several_threads_and_loads_on_that_of_the_loop) {
  constexpr int threads = 3;
  constexpr int rounds = 100;
  run_loop loop;
  std::atomic<int> elsewhere = 0;
  batch_loader<int, int> same(
      loop,
      [&](keys wanted) -> task<keys> {
        elsewhere += loop.runs_here() ? 0 : 1;
        co_return wanted;
      },
      batch_options{.max_keys = 2});
  std::atomic<int> wrong = 0;
  std::atomic<int> left = threads;
  std::vector<std::thread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&, i] {
      for (int round = 0; round < rounds; ++round) {
        wrong += sync_wait(same.load(i)) == i ? 0 : 1;
      }
      if (--left == 0) {
        loop.stop();
      }
    });
  }
  loop.run();
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(elsewhere, 0);
}

}  // namespace
