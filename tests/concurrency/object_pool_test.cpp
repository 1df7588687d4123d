#include "googletest.hpp"

#include "../message_of.hpp"
#include "eventually.hpp"

import googletest;
import std;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::concurrency::health_check;
using patterns::concurrency::lease;
using patterns::concurrency::object_pool;
using patterns::concurrency::pool_factory;
using patterns::concurrency::poolable;
using patterns::concurrency::stop_source;
using patterns_test::elsewhere;
using patterns_test::eventually;
using patterns_test::manual_clock;
using patterns_test::message_of;

// What a test's connections share: how many were made, and how many there are.
struct server {
  std::atomic<int> made = 0;
  std::atomic<int> open = 0;
};

class connection {
 public:
  explicit connection(server& to) : number(++to.made), to_(&to) { ++to.open; }
  connection(connection&&) = delete;  // a pool need not move what it keeps
  ~connection() { --to_->open; }

  int number;
  bool healthy = true;

 private:
  server* to_;
};

auto connect_to(server& to) {
  return [&to] { return connection(to); };
}

bool is_healthy(const connection& link) {
  return link.healthy;
}

static_assert(poolable<connection>);
static_assert(poolable<std::unique_ptr<int>>);
static_assert(!poolable<const connection>);
static_assert(!poolable<int&>);
static_assert(!poolable<int[2]>);
static_assert(!poolable<void>);
static_assert(pool_factory<decltype([] { return 1; }), int>);
static_assert(!pool_factory<decltype([](int) { return 1; }), int>);
static_assert(!pool_factory<decltype([] {}), int>);
static_assert(!std::is_copy_constructible_v<lease<connection>>);
static_assert(std::is_nothrow_move_constructible_v<lease<connection>>);
static_assert(std::is_nothrow_move_assignable_v<lease<connection>>);
static_assert(!std::is_copy_constructible_v<object_pool<int>>);
static_assert(!pool_factory<decltype([] { return std::string(); }), int>);

TEST(D3_object_pool, makes_an_object_only_when_none_is_idle) {
  server database;
  object_pool<connection> pool(2, connect_to(database));
  EXPECT_EQ(database.made, 0);
  {
    const auto first = pool.acquire();
    EXPECT_EQ(first->number, 1);
    EXPECT_EQ((*first).number, 1);
    EXPECT_EQ(pool.in_use(), 1U);
    EXPECT_EQ(pool.idle(), 0U);
  }
  EXPECT_EQ(pool.idle(), 1U);
  EXPECT_EQ(pool.acquire()->number, 1);
  EXPECT_EQ(database.made, 1);
  EXPECT_EQ(pool.size(), 1U);
}

TEST(D3_object_pool, lends_first_what_came_back_last) {
  server database;
  object_pool<connection> pool(3, connect_to(database));
  {
    auto first = pool.acquire();
    auto second = pool.acquire();
    auto third = pool.acquire();
    first.give_back();
    third.give_back();
    second.give_back();
  }
  const auto latest = pool.acquire();
  const auto before = pool.acquire();
  const auto oldest = pool.acquire();
  EXPECT_EQ(latest->number, 2);
  EXPECT_EQ(before->number, 3);
  EXPECT_EQ(oldest->number, 1);
}

TEST(D3_object_pool, lends_no_more_than_it_may_have) {
  server database;
  object_pool<connection> pool(2, connect_to(database));
  const auto first = pool.acquire();
  const auto second = pool.try_acquire();
  EXPECT_TRUE(second);
  EXPECT_FALSE(pool.try_acquire());
  EXPECT_FALSE(pool.try_acquire_for(0s));
  EXPECT_FALSE(pool.try_acquire_until(std::chrono::system_clock::time_point::min()));
  EXPECT_EQ(database.made, 2);
  EXPECT_EQ(pool.max_size(), 2U);
}

TEST(D3_object_pool, refuses_to_have_nothing_to_lend) {
  EXPECT_EQ(message_of<std::invalid_argument>([] { const object_pool<int> pool(0, [] { return 1; }); }),
            "object_pool: a pool of at most 0 objects has nothing to lend");
}

TEST(D3_object_pool, knows_the_type_of_its_objects_from_the_factory) {
  object_pool pool(1, [] { return std::string("warm"); });
  static_assert(std::same_as<decltype(pool), object_pool<std::string>>);
  EXPECT_EQ(*pool.acquire(), "warm");
}

TEST(D3_object_pool, takes_a_factory_that_can_only_be_moved) {
  object_pool<int> pool(1, [number = std::make_unique<int>(7)] { return *number; });
  EXPECT_EQ(*pool.acquire(), 7);
}

TEST(D3_object_pool, waits_until_an_object_comes_back) {
  server database;
  object_pool<connection> pool(1, connect_to(database));
  auto held = pool.acquire();
  std::thread waiting([&] { EXPECT_EQ(pool.acquire()->number, 1); });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 1; }));
  std::thread patient([&] {
    const auto lent = pool.try_acquire_for(std::chrono::hours::max());
    ASSERT_TRUE(lent);
    EXPECT_EQ((*lent)->number, 1);
  });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 2; }));
  held.give_back();
  waiting.join();
  patient.join();
  EXPECT_EQ(database.made, 1);
  EXPECT_EQ(pool.idle(), 1U);
}

TEST(D3_object_pool, keeps_an_object_that_comes_back_for_the_one_who_waits) {
  object_pool<int> pool(1, [] { return 1; });
  auto held = pool.acquire();
  std::latch release(1);
  std::thread waiting([&] {
    const auto lent = pool.acquire();
    release.wait();
  });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 1; }));
  held.give_back();
  EXPECT_FALSE(pool.try_acquire());
  release.count_down();
  waiting.join();
}

TEST(D3_object_pool, gives_up_when_the_deadline_comes_or_a_stop_is_requested) {
  object_pool<int> pool(1, [] { return 1; });
  const auto held = pool.acquire();
  const auto deadline = manual_clock::now() + 1ms;
  std::thread hasty([&] { EXPECT_FALSE(pool.try_acquire_until(deadline)); });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 1; }));
  manual_clock::advance(1ms);
  hasty.join();
  stop_source source;
  std::thread stopped([&] { EXPECT_FALSE(pool.acquire(source.get_token())); });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 1; }));
  source.request_stop();
  stopped.join();
  EXPECT_FALSE(pool.try_acquire_for(1h, source.get_token()));
  EXPECT_EQ(pool.waiting(), 0U);
}

TEST(D3_object_pool, gets_an_object_back_from_one_who_throws) {
  server database;
  object_pool<connection> pool(1, connect_to(database));
  EXPECT_THROW(
      {
        const auto held = pool.acquire();
        throw std::runtime_error("query failed");
      },
      std::runtime_error);
  EXPECT_EQ(pool.idle(), 1U);
  EXPECT_EQ(pool.acquire()->number, 1);
}

TEST(D3_object_pool, replaces_an_object_that_comes_back_unhealthy) {
  server database;
  object_pool<connection> pool(1, connect_to(database), is_healthy);
  pool.acquire()->healthy = false;
  EXPECT_EQ(database.open, 0);
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(pool.acquire()->number, 2);
}

TEST(D3_object_pool, takes_an_object_whose_check_throws_for_unhealthy) {
  server database;
  object_pool<connection> pool(1, connect_to(database),
                               [](const connection&) -> bool { throw std::runtime_error("no answer"); });
  {
    const auto held = pool.acquire();
  }
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(database.open, 0);
  EXPECT_EQ(pool.acquire()->number, 2);
}

TEST(D3_object_pool, checks_again_before_it_lends_if_asked) {
  server database;
  std::set<int> gone_bad;
  const auto check = [&](const connection& link) { return !gone_bad.contains(link.number); };
  object_pool<connection> trusting(2, connect_to(database), check);
  object_pool<connection> careful(2, connect_to(database), check, health_check::on_return_and_acquire);
  {
    const auto held = trusting.acquire();
  }
  {
    const auto first = careful.acquire();
    const auto second = careful.acquire();
  }
  gone_bad = {1, 2, 3};  // while they lie idle
  EXPECT_EQ(trusting.acquire()->number, 1);
  EXPECT_EQ(careful.acquire()->number, 4);
  EXPECT_EQ(careful.size(), 1U);
  EXPECT_EQ(database.open, 1);  // the trusting pool has found out when it came back
}

TEST(D3_object_pool, loses_no_place_when_the_factory_throws) {
  server database;
  bool refuses = true;
  object_pool<connection> pool(1, [&] {
    if (refuses) {
      throw std::runtime_error("connection refused");
    }
    return connection(database);
  });
  EXPECT_EQ(message_of<std::runtime_error>([&] { (void)pool.acquire(); }), "connection refused");
  EXPECT_THROW((void)pool.try_acquire(), std::runtime_error);
  EXPECT_EQ(pool.in_use(), 0U);
  EXPECT_EQ(pool.size(), 0U);
  refuses = false;
  EXPECT_EQ(pool.acquire()->number, 1);
}

TEST(D3_object_pool, lets_the_next_one_try_when_the_factory_throws_while_it_waits) {
  std::atomic<int> attempts = 0;
  std::latch refuse(1);
  object_pool<int> pool(1, [&] {
    if (++attempts == 1) {
      refuse.wait();
      throw std::runtime_error("connection refused");
    }
    return 7;
  });
  std::thread unlucky([&] { EXPECT_THROW((void)pool.acquire(), std::runtime_error); });
  EXPECT_TRUE(eventually([&] { return attempts == 1; }));
  std::thread next([&] { EXPECT_EQ(*pool.acquire(), 7); });
  EXPECT_TRUE(eventually([&] { return pool.waiting() == 1; }));
  refuse.count_down();
  unlucky.join();
  next.join();
  EXPECT_EQ(pool.size(), 1U);
}

// A slow factory or check must not keep the others from their objects.
TEST(D3_object_pool, calls_factory_and_check_without_a_lock) {
  object_pool<int>* self = nullptr;
  std::atomic<bool> slow = false;
  std::atomic<bool> asked = false;
  std::latch go_on(1);
  object_pool<int> pool(
      3, [&] { return static_cast<int>(self->size()); },
      [&](int) {
        if (slow.exchange(false)) {
          asked = true;
          go_on.wait();
        }
        return self->in_use() > 0;
      });
  self = &pool;
  EXPECT_EQ(*pool.acquire(), 1);
  EXPECT_EQ(pool.idle(), 1U);
  slow = true;
  std::thread returning([&] { const auto held = pool.acquire(); });
  EXPECT_TRUE(eventually([&] { return asked.load(); }));
  EXPECT_EQ(*pool.acquire(), 2);
  go_on.count_down();
  returning.join();
  EXPECT_EQ(pool.idle(), 2U);
}

TEST(D3_object_pool, may_be_gone_when_a_lease_ends) {
  server database;
  std::optional<lease<connection>> last;
  {
    object_pool<connection> pool(2, connect_to(database), [](const connection&) -> bool {
      ADD_FAILURE() << "asked for a pool that has gone";
      return true;
    });
    last = pool.acquire();
    auto lost = pool.acquire();
    lost.discard();
    pool.prewarm(2);
    EXPECT_EQ(pool.idle(), 1U);
    EXPECT_EQ(database.open, 2);
  }
  EXPECT_EQ(database.open, 1);  // what was idle has gone with the pool
  EXPECT_EQ((*last)->number, 1);
  last.reset();
  EXPECT_EQ(database.open, 0);
}

TEST(D3_object_pool, makes_another_for_one_that_was_discarded_or_taken_away) {
  server database;
  object_pool<connection> pool(1, connect_to(database));
  auto bad = pool.acquire();
  bad.discard();
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.get(), nullptr);
  EXPECT_EQ(database.open, 0);
  bad.discard();
  bad.give_back();
  EXPECT_EQ(bad.detach(), nullptr);
  auto lent = pool.acquire();
  const auto kept = lent.detach();
  EXPECT_FALSE(lent);
  EXPECT_EQ(kept->number, 2);
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(pool.acquire()->number, 3);
  EXPECT_EQ(database.open, 2);
}

TEST(D3_object_pool, gets_back_what_a_lease_held_when_another_is_moved_into_it) {
  server database;
  object_pool<connection> pool(2, connect_to(database));
  auto first = pool.acquire();
  auto second = pool.acquire();
  first = std::move(second);
  EXPECT_FALSE(second);  // NOLINT(bugprone-use-after-move): what is left is what is tested
  EXPECT_EQ(first->number, 2);
  EXPECT_EQ(pool.in_use(), 1U);
  EXPECT_EQ(pool.idle(), 1U);
  auto& itself = first;
  first = std::move(itself);
  EXPECT_EQ(first->number, 2);
  auto taken = std::move(first);
  EXPECT_EQ(taken->number, 2);
  EXPECT_EQ(pool.in_use(), 1U);
}

TEST(D3_object_pool, makes_objects_in_advance_but_no_more_than_it_may_have) {
  server database;
  object_pool<connection> pool(3, connect_to(database));
  pool.prewarm(2);
  EXPECT_EQ(pool.idle(), 2U);
  EXPECT_EQ(pool.in_use(), 0U);
  pool.prewarm(1);
  EXPECT_EQ(database.made, 2);
  const auto held = pool.acquire();
  pool.prewarm(100);
  EXPECT_EQ(database.made, 3);
  EXPECT_EQ(pool.size(), 3U);
  EXPECT_EQ(pool.idle(), 2U);
}

TEST(D3_object_pool, keeps_what_was_made_in_advance_before_the_factory_threw) {
  int attempts = 0;
  object_pool<int> pool(3, [&] {
    if (++attempts == 2) {
      throw std::runtime_error("connection refused");
    }
    return attempts;
  });
  EXPECT_THROW(pool.prewarm(3), std::runtime_error);
  EXPECT_EQ(pool.size(), 1U);
  EXPECT_EQ(pool.idle(), 1U);
  pool.prewarm(3);
  EXPECT_EQ(pool.idle(), 3U);
}

// Everything at once: no object is lent twice, there are never too many, and none is lost or leaked.
TEST(D3_object_pool, lends_each_object_to_one_only_in_a_race) {
  struct counter {
    int uses = 0;  // not atomic: ThreadSanitizer judges
  };
  constexpr int limit = 3;
  std::atomic<int> made = 0;
  std::atomic<int> over = 0;
  std::atomic<int> failures = 0;
  object_pool<counter> pool(
      limit,
      [&] {
        if (++made % 7 == 0) {
          throw std::runtime_error("connection refused");
        }
        return counter();
      },
      [](const counter& each) { return each.uses % 5 != 0; }, health_check::on_return_and_acquire);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 500; ++round) {
        try {
          std::optional<lease<counter>> held;
          if ((round + i) % 3 == 0) {
            held = pool.try_acquire_for(std::chrono::microseconds(round % 5));
          } else {
            held = pool.acquire();
          }
          if (held) {
            ++(*held)->uses;
            over += pool.size() > limit ? 1 : 0;
            if (round % 11 == 0) {
              held->discard();
            }
          }
        } catch (const std::runtime_error&) {
          ++failures;
        }
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(over, 0);
  EXPECT_EQ(failures, made / 7);
  EXPECT_EQ(pool.in_use(), 0U);
  EXPECT_EQ(pool.waiting(), 0U);
  EXPECT_EQ(pool.size(), pool.idle());
  EXPECT_LE(pool.size(), static_cast<std::size_t>(limit));
}

}  // namespace
