#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// Threads that share an exception count its owners inside libc++abi, which is not instrumented: ThreadSanitizer sees
// the last owner free what another has read, and not the atomic count between the two.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libc++abi.so\n";
}

namespace {

using patterns::caching::loader;
using patterns::caching::recursive_load_error;
using patterns::caching::single_flight;

using flights = single_flight<int, std::string>;

static_assert(loader<std::string (*)(int), int, std::string>);
static_assert(!loader<void (*)(int), int, std::string>);

/// Lets other threads run until `condition` holds.
template <class Condition>
void until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

TEST(C5_single_flight, gives_what_the_loader_gives) {
  flights loads;
  EXPECT_EQ(loads.run(7, [](int key) { return std::to_string(key); }), "7");
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C5_single_flight, loads_once_for_all_who_ask_meanwhile) {
  constexpr int followers = 5;
  flights loads;
  std::atomic<int> calls = 0;
  std::latch begun(1);
  std::latch go_on(1);
  const auto load = [&](int) {
    ++calls;
    begun.count_down();
    go_on.wait();
    return std::string("once");
  };
  std::vector<std::future<std::string>> results;
  results.push_back(std::async(std::launch::async, [&] { return loads.run(1, load); }));
  begun.wait();
  for (int i = 0; i < followers; ++i) {
    results.push_back(std::async(std::launch::async, [&] { return loads.run(1, load); }));
  }
  until([&] { return loads.waiting(1) == followers; });
  go_on.count_down();
  for (auto& result : results) {
    EXPECT_EQ(result.get(), "once");
  }
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C5_single_flight, brings_an_error_to_all_who_wait_and_forgets_it) {
  constexpr int followers = 3;
  flights loads;
  std::latch begun(1);
  std::latch go_on(1);
  const auto failing = [&](int) -> std::string {
    begun.count_down();
    go_on.wait();
    throw std::runtime_error("no answer");
  };
  const auto outcome = [&] {
    try {
      return loads.run(1, failing);
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
  };
  std::vector<std::future<std::string>> results;
  results.push_back(std::async(std::launch::async, outcome));
  begun.wait();
  for (int i = 0; i < followers; ++i) {
    results.push_back(std::async(std::launch::async, outcome));
  }
  until([&] { return loads.waiting(1) == followers; });
  go_on.count_down();
  for (auto& result : results) {
    EXPECT_EQ(result.get(), "no answer");
  }
  EXPECT_EQ(loads.run(1, [](int) { return std::string("better"); }), "better");
}

TEST(C5_single_flight, loads_again_for_who_asks_after_the_end) {
  flights loads;
  int calls = 0;
  const auto load = [&](int) { return std::to_string(++calls); };
  EXPECT_EQ(loads.run(1, load), "1");
  EXPECT_EQ(loads.run(1, load), "2");
}

TEST(C5_single_flight, runs_loads_of_different_keys_at_once) {
  flights loads;
  std::barrier both(2);
  const auto load = [&](int key) {
    both.arrive_and_wait();
    return std::to_string(key);
  };
  auto other = std::async(std::launch::async, [&] { return loads.run(1, load); });
  EXPECT_EQ(loads.run(2, load), "2");
  EXPECT_EQ(other.get(), "1");
}

TEST(C5_single_flight, refuses_a_load_that_asks_for_its_own_key) {
  flights loads;
  std::string message;
  const auto result = loads.run(1, [&](int) {
    try {
      return loads.run(1, [](int) { return std::string("inner"); });
    } catch (const recursive_load_error& error) {
      message = error.what();
    }
    return std::string("outer");
  });
  EXPECT_EQ(result, "outer");
  EXPECT_EQ(message, "single_flight: the load of key 1 waits for itself");
}

TEST(C5_single_flight, refuses_a_load_that_comes_back_to_its_key_through_another) {
  flights loads;
  const auto circle = [&](int) { return loads.run(2, [&](int) { return loads.run(1, [](int) { return ""; }); }); };
  EXPECT_THROW((void)loads.run(1, circle), recursive_load_error);
  EXPECT_EQ(loads.size(), 0U);
  EXPECT_EQ(loads.run(1, [&](int) { return loads.run(2, [](int) { return "fine"; }); }), "fine");
}

TEST(C5_single_flight, refuses_one_of_two_threads_that_would_wait_for_each_other) {
  flights first;
  single_flight<int, std::string> second;
  std::barrier both(2);
  std::atomic<int> refused = 0;
  const auto cross = [&](flights& from, flights& to) {
    return from.run(1, [&](int) {
      both.arrive_and_wait();
      try {
        return to.run(1, [](int) { return std::string("unreached"); });
      } catch (const recursive_load_error&) {
        ++refused;
        return std::string("on my own");
      }
    });
  };
  auto other = std::async(std::launch::async, [&] { return cross(first, second); });
  EXPECT_EQ(cross(second, first), "on my own");
  EXPECT_EQ(other.get(), "on my own");
  EXPECT_EQ(refused, 1);
}

TEST(C5_single_flight, starts_anew_for_who_asks_after_forget_all) {
  flights loads;
  const auto newer = [](int) { return std::string("new"); };
  const auto asks_again = [&](int key) {
    loads.forget_all();
    return loads.run(key, newer) + " in old";
  };
  EXPECT_EQ(loads.run(1, asks_again), "new in old") << "instead of recursive_load_error";
  EXPECT_EQ(loads.size(), 0U);
}

TEST(C5_single_flight, starts_anew_for_who_asks_after_forget) {
  flights loads;
  std::latch begun(1);
  std::latch go_on(1);
  auto old = std::async(std::launch::async, [&] {
    return loads.run(1, [&](int) {
      begun.count_down();
      go_on.wait();
      return std::string("old");
    });
  });
  begun.wait();
  EXPECT_TRUE(loads.forget(1));
  EXPECT_FALSE(loads.forget(1));
  EXPECT_EQ(loads.run(1, [](int) { return std::string("new"); }), "new");
  go_on.count_down();
  EXPECT_EQ(old.get(), "old");
  EXPECT_EQ(loads.size(), 0U);
}

/// A hash that throws when it is told to.
struct moody_hash {
  std::shared_ptr<std::atomic<bool>> angry;

  std::size_t operator()(int key) const {
    if (*angry) {
      throw std::runtime_error("hash");
    }
    return static_cast<std::size_t>(key);
  }
};

TEST(C5_single_flight, leaves_nobody_waiting_when_the_hash_throws) {
  const auto angry = std::make_shared<std::atomic<bool>>(false);
  single_flight<int, std::string, moody_hash> loads(moody_hash{angry});
  *angry = true;
  EXPECT_THROW((void)loads.run(1, [](int) { return "a"; }), std::runtime_error);
  *angry = false;
  EXPECT_EQ(loads.run(1, [&](int) { return *angry = true, "b"; }), "b");
  *angry = false;
  EXPECT_EQ(loads.run(1, [](int) { return "c"; }), "c");
}

struct uncopyable_now {
  bool refuse = false;

  explicit uncopyable_now(bool r) : refuse(r) {}
  uncopyable_now(const uncopyable_now& other) : refuse(other.refuse) {
    if (refuse) {
      throw std::runtime_error("copy");
    }
  }
};

TEST(C5_single_flight, survives_a_value_that_cannot_be_copied_to_a_caller) {
  single_flight<int, uncopyable_now> loads;
  EXPECT_THROW((void)loads.run(1, [](int) { return uncopyable_now(true); }), std::runtime_error);
  EXPECT_FALSE(loads.run(1, [](int) { return uncopyable_now(false); }).refuse);
}

TEST(C5_single_flight, never_gives_under_contention_what_another_had_before_the_call) {
  constexpr int threads = 4;
  constexpr int rounds = 2'000;
  single_flight<int, int> loads;
  std::atomic<int> begun = 0;
  std::atomic<int> newest_had = 0;
  std::atomic<int> stale = 0;
  std::latch start(threads);
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const auto before = newest_had.load();
        const auto number = loads.run(0, [&](int) { return ++begun; });
        stale += number <= before;
        for (auto newest = newest_had.load(); newest < number && !newest_had.compare_exchange_weak(newest, number);) {
        }
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(stale, 0);
  EXPECT_EQ(loads.size(), 0U);
}

}  // namespace
