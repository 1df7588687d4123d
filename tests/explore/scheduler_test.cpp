// What the search finds, and what it does not take for a fault: each naive piece of code beside the right one.
#include "explore.hpp"

import std;

namespace {

using explore::finds;
using explore::passes;
using explore::strategy;
using explore::together;

TEST(explore_scheduler, finds_the_update_that_a_check_then_act_loses) {
  const auto body = [] {
    std::atomic<int> hits = 0;
    const auto naive_add = [&] { hits.store(hits.load() + 1); };
    together(naive_add, naive_add);
    EXPECT_EQ(hits.load(), 2);
  };
  EXPECT_TRUE(finds("expectation", {.schedules = 100, .how = strategy::random}, body));
  EXPECT_TRUE(finds("expectation", {.schedules = 100, .how = strategy::priorities}, body));
  EXPECT_TRUE(finds("expectation", {.schedules = 20, .how = strategy::exhaustive}, body));
}

TEST(explore_scheduler, has_nothing_against_an_atomic_update) {
  const auto body = [] {
    std::atomic<int> hits = 0;
    const auto add = [&] { hits.fetch_add(1); };
    together(add, add);
    EXPECT_EQ(hits.load(), 2);
  };
  EXPECT_TRUE(passes({.schedules = 500}, body));
  const auto all = explore::search({.schedules = 10'000, .how = strategy::exhaustive}, body);
  EXPECT_EQ(all.fault, "");
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(all.distinct, all.schedules);
}

TEST(explore_scheduler, finds_the_update_that_a_plain_variable_loses_if_told_to_look) {
  const auto body = [] {
    int hits = 0;
    const auto naive_add = [&] { ++hits; };
    together(naive_add, naive_add);
    EXPECT_EQ(hits, 2);
  };
  EXPECT_TRUE(finds("expectation", {.schedules = 200, .plain_accesses = true}, body));
  EXPECT_TRUE(passes({.schedules = 200}, body)) << "a plain access is no point of decision unless asked for";
}

TEST(explore_scheduler, finds_two_locks_taken_in_two_orders) {
  const auto body = [](bool naive) {
    return [naive] {
      std::mutex first;
      std::mutex second;
      const auto in_order = [](std::mutex& outer, std::mutex& inner) {
        const std::lock_guard hold(outer);
        const std::lock_guard hold_too(inner);
      };
      together([&] { in_order(first, second); }, [&] { naive ? in_order(second, first) : in_order(first, second); });
    };
  };
  EXPECT_TRUE(
      finds("deadlock: the body joins; thread 1 wants a mutex; thread 2 wants a mutex", {.schedules = 50}, body(true)));
  EXPECT_TRUE(finds("deadlock", {.schedules = 200, .how = strategy::exhaustive}, body(true)));
  EXPECT_TRUE(passes({.schedules = 600}, body(false)));
}

TEST(explore_scheduler, finds_a_mutex_locked_twice_by_its_holder) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 1}, [] {
    std::mutex naive;
    const std::lock_guard hold(naive);
    naive.lock();
  }));
  EXPECT_TRUE(passes({.schedules = 10}, [] {
    std::recursive_mutex right;
    const std::lock_guard hold(right);
    const std::lock_guard again(right);
    together([&] { EXPECT_FALSE(right.try_lock()); });
  }));
}

TEST(explore_scheduler, finds_the_wakeup_that_a_flag_set_without_the_lock_loses) {
  const auto body = [](bool naive) {
    return [naive] {
      std::mutex mutex;
      std::condition_variable changed;
      std::atomic<bool> ready = false;
      together(
          [&] {
            std::unique_lock lock(mutex);
            while (!ready) {
              changed.wait(lock);
            }
          },
          [&] {
            if (naive) {
              ready = true;
            } else {
              const std::lock_guard lock(mutex);
              ready = true;
            }
            changed.notify_one();
          });
    };
  };
  EXPECT_TRUE(finds("deadlock", {.schedules = 200, .spurious_wakeups = false}, body(true)));
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, body(false)));
  EXPECT_TRUE(passes({.schedules = 1000}, body(false)));
}

TEST(explore_scheduler, finds_a_wait_that_takes_each_wakeup_for_the_one_it_waits_for) {
  const auto body = [](bool naive) {
    return [naive] {
      std::mutex mutex;
      std::condition_variable changed;
      bool ready = false;
      together(
          [&] {
            std::unique_lock lock(mutex);
            if (naive) {
              if (!ready) {
                changed.wait(lock);
              }
            } else {
              changed.wait(lock, [&] { return ready; });
            }
            EXPECT_TRUE(ready);
          },
          [&] {
            const std::lock_guard lock(mutex);
            ready = true;
            changed.notify_one();
          });
    };
  };
  EXPECT_TRUE(finds("expectation", {.schedules = 200}, body(true)));
  EXPECT_TRUE(passes({.schedules = 600}, body(false)));
}

TEST(explore_scheduler, finds_that_one_notification_is_not_enough_for_two) {
  const auto body = [](bool naive) {
    return [naive] {
      std::atomic<int> stage = 0;
      const auto wait = [&] { stage.wait(0); };
      together(wait, wait, [&] {
        stage = 1;
        naive ? stage.notify_one() : stage.notify_all();
      });
    };
  };
  EXPECT_TRUE(finds("deadlock", {.schedules = 200}, body(true)));
  EXPECT_TRUE(passes({.schedules = 600}, body(false)));
}

TEST(explore_scheduler, finds_the_second_construction_of_a_lock_that_checks_once) {
  const auto body = [](bool naive) {
    return [naive] {
      std::atomic<int*> object = nullptr;
      std::mutex mutex;
      std::atomic<int> constructions = 0;
      int value = 0;
      const auto use = [&] {
        if (object.load() == nullptr) {
          const std::lock_guard lock(mutex);
          if (naive || object.load() == nullptr) {
            ++constructions;
            object = &value;
          }
        }
      };
      together(use, use);
      EXPECT_EQ(constructions, 1);
    };
  };
  EXPECT_TRUE(finds("expectation", {.schedules = 100}, body(true)));
  EXPECT_TRUE(passes({.schedules = 600}, body(false)));
}

TEST(explore_scheduler, finds_the_window_of_a_double_checked_lock_that_publishes_before_it_has_built) {
  const auto body = [](bool naive) {
    return [naive] {
      struct settings {
        int volume = 0;
      };
      std::atomic<settings*> object = nullptr;
      std::mutex mutex;
      std::unique_ptr<settings> owner;
      const auto use = [&] {
        if (object.load() == nullptr) {
          const std::lock_guard lock(mutex);
          if (object.load() == nullptr) {
            owner = std::make_unique<settings>();
            if (naive) {
              object = owner.get();
              owner->volume = 7;
            } else {
              owner->volume = 7;
              object = owner.get();
            }
          }
        }
        EXPECT_EQ(object.load()->volume, 7);
      };
      together(use, use);
    };
  };
  // The window is between two plain accesses.
  EXPECT_TRUE(finds("expectation", {.schedules = 500, .plain_accesses = true}, body(true)));
  EXPECT_TRUE(passes({.schedules = 500, .plain_accesses = true}, body(false)));
}

TEST(explore_scheduler, finds_a_use_of_memory_after_its_end) {
  const auto body = [](bool naive) {
    return [naive] {
      struct shared {
        std::atomic<int> users = 2;
        std::atomic<int> value = 0;
      };
      auto* const object = new shared;
      const auto use = [=] {
        if (naive) {
          if (object->users.load() == 1) {
            delete object;
          } else {
            object->users.fetch_sub(1);
          }
        } else if (object->users.fetch_sub(1) == 1) {
          delete object;
        }
      };
      together(
          [=] {
            object->value = 1;
            use();
          },
          [=] {
            object->value = 2;
            use();
          });
    };
  };
  EXPECT_TRUE(passes({.schedules = 500}, body(false)));
  EXPECT_TRUE(finds("use after free", {.schedules = 500}, [] {
    auto* const naive = new std::atomic<int>(0);
    together([=] { naive->store(1); },
             [=] {
               naive->store(2);
               delete naive;
             });
  }));
}

TEST(explore_scheduler, finds_a_wait_that_nobody_ends) {
  EXPECT_TRUE(finds("livelock", {.schedules = 5, .steps = 500}, [] {
    std::atomic<bool> never = false;
    together([&] {
      while (!never) {
        std::this_thread::yield();
      }
    });
  }));
}

TEST(explore_scheduler, lets_those_who_poll_wait_for_those_who_work) {
  const auto body = [] {
    std::atomic<int> stage = 0;
    const auto after = [&](int when) {
      return [&stage, when] {
        while (stage != when) {
        }
        ++stage;
      };
    };
    together(after(2), after(1), after(0));
    EXPECT_EQ(stage, 3);
  };
  EXPECT_TRUE(passes({.schedules = 300}, body));
  EXPECT_TRUE(passes({.schedules = 300, .how = strategy::exhaustive, .preemptions = 1}, body));
}

TEST(explore_scheduler, lets_any_timed_wait_expire_and_no_time_pass) {
  const auto real = std::chrono::steady_clock::now();
  bool came_in_time = false;
  bool was_late = false;
  EXPECT_TRUE(passes({.schedules = 300}, [&] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    together(
        [&] {
          const auto start = std::chrono::steady_clock::now();
          std::unique_lock lock(mutex);
          if (changed.wait_for(lock, std::chrono::hours(10), [&] { return ready; })) {
            came_in_time = true;
          } else {
            was_late = true;
            EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::hours(10));
          }
        },
        [&] {
          const std::lock_guard lock(mutex);
          ready = true;
          changed.notify_one();
        });
    std::this_thread::sleep_for(std::chrono::hours(1));
  }));
  EXPECT_TRUE(came_in_time);
  EXPECT_TRUE(was_late);
  EXPECT_LT(std::chrono::steady_clock::now() - real, std::chrono::hours(1));
}

TEST(explore_scheduler, reports_what_would_end_the_program) {
  EXPECT_TRUE(finds("std::terminate: thrown in a thread", {.schedules = 1},
                    [] { together([] { throw std::runtime_error("thrown in a thread"); }); }));
  EXPECT_TRUE(finds("the body throws: thrown here", {.schedules = 1}, [] { throw std::runtime_error("thrown here"); }));
  EXPECT_TRUE(finds("signal 11", {.schedules = 1}, [] {
    int* volatile nothing = nullptr;
    *nothing = 1;
  }));
  EXPECT_TRUE(finds("unlock of a mutex that is not held", {.schedules = 1}, [] {
    std::mutex mutex;
    mutex.unlock();
  }));
}

TEST(explore_scheduler, tells_the_seed_and_what_each_thread_did_last) {
  const auto told = passes({.schedules = 50}, [] {
    std::mutex first;
    std::mutex second;
    together(
        [&] {
          const std::scoped_lock hold(first);
          const std::scoped_lock hold_too(second);
        },
        [&] {
          const std::scoped_lock hold(second);
          const std::scoped_lock hold_too(first);
        });
  });
  ASSERT_FALSE(told);
  const std::string message = told.message();
  EXPECT_TRUE(message.find("PATTERNS_EXPLORE_SEED=") != std::string::npos) << message;
  EXPECT_TRUE(message.find("thread 2 locks #") != std::string::npos) << message;
  EXPECT_TRUE(message.find("the last step of each thread") != std::string::npos) << message;
}

TEST(explore_scheduler, works_with_the_latches_and_futures_of_the_library) {
  EXPECT_TRUE(passes({.schedules = 500}, [] {
    std::promise<int> promise;
    auto result = promise.get_future();
    std::latch both(2);
    std::counting_semaphore<> permits(0);
    std::once_flag once;
    std::atomic<int> first = 0;
    together(
        [&] {
          both.arrive_and_wait();
          std::call_once(once, [&] { ++first; });
          permits.acquire();
          promise.set_value(first);
        },
        [&] {
          std::call_once(once, [&] { ++first; });
          permits.release();
          both.arrive_and_wait();
        });
    EXPECT_EQ(result.get(), 1);
  }));
}

TEST(explore_scheduler, runs_one_seed_alone_when_the_environment_says_so) {
  const auto naive = [] {
    std::atomic<int> hits = 0;
    const auto add = [&] { hits.store(hits.load() + 1); };
    together(add, add, add);
    EXPECT_EQ(hits.load(), 3);
  };
  const auto first = explore::search({.schedules = 50}, naive);
  ASSERT_NE(first.fault, "");
  ::setenv("PATTERNS_EXPLORE_SEED", std::to_string(first.seed).c_str(), 1);
  const auto again = explore::search({.schedules = 50}, naive);
  ::unsetenv("PATTERNS_EXPLORE_SEED");
  EXPECT_EQ(again.schedules, 1U);
  EXPECT_EQ(again.seed, first.seed);
  EXPECT_EQ(again.fault, first.fault);
  EXPECT_EQ(again.trace, first.trace);
}

TEST(explore_scheduler, goes_through_every_choice) {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  const auto all = explore::search({.schedules = 100, .how = strategy::exhaustive}, [&] {
    const auto first = explore::choose(3);
    seen.emplace(first, explore::choose(2));
  });
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(all.schedules, 6U);
  EXPECT_EQ(seen.size(), 6U);
}

}  // namespace
