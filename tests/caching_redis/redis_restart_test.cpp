#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

namespace {

using namespace std::chrono_literals;
using patterns::caching::near_cache;
using patterns::caching::redis_error;
using patterns::caching::redis_failure;
using patterns::caching::redis_options;
using patterns::caching::redis_store;
using patterns::caching::store_failure;
using patterns_test::redis_process;

using store_type = redis_store<std::string, int>;

class C20_redis_restart : public testing::Test {
 protected:
  void SetUp() override {
    if (!redis_process::is_installed()) {
      GTEST_SKIP() << "no redis-server is installed";
    }
    server.emplace();
  }

  // With pauses so short that a test need not wait for their end.
  [[nodiscard]] redis_options options() const {
    redis_options made;
    made.port = server->port();
    made.prefix = "restart:";
    made.wait_timeout = made.connect_timeout = made.command_timeout = 20s;
    made.retry_after = 1ms;
    made.retry_after_at_most = 2ms;
    return made;
  }

  std::optional<redis_process> server;
};

// Threads that call without a pause. Each tells how its calls go.
class callers {
 public:
  explicit callers(std::function<void(int)> call) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this, call, i] { run(call, i); });
    }
  }
  callers(const callers&) = delete;
  callers& operator=(const callers&) = delete;
  ~callers() {
    stops_ = true;
    for (auto& each : threads_) {
      each.join();
    }
    EXPECT_LT(longest_.load(), 15'000) << "milliseconds of one call";
  }

  // Waits until every thread has had a call that began from now on and ended as `well` says.
  void wait_for_all(bool well) {
    auto& seen = well ? good_ : bad_;
    std::array<int, count> before{};
    for (std::size_t i = 0; i < count; ++i) {
      before[i] = seen[i] + 1;  // that one may have begun before
    }
    for (std::size_t i = 0; i < count; ++i) {
      while (seen[i] <= before[i]) {
        std::this_thread::yield();
      }
    }
  }

  [[nodiscard]] int failures() const { return std::accumulate(bad_.begin(), bad_.end(), 0); }

  static constexpr int count = 6;

 private:
  void run(const std::function<void(int)>& call, int number) {
    const auto own = static_cast<std::size_t>(number);
    while (!stops_) {
      const auto begin = std::chrono::steady_clock::now();
      try {
        call(number);
        ++good_[own];
      } catch (const redis_error&) {
        ++bad_[own];
      }
      const auto took = std::chrono::steady_clock::now() - begin;
      const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
      for (auto most = longest_.load(); most < milliseconds && !longest_.compare_exchange_weak(most, milliseconds);) {
      }
    }
  }

  std::array<std::atomic<int>, count> good_{};
  std::array<std::atomic<int>, count> bad_{};
  std::atomic<std::int64_t> longest_ = 0;
  std::atomic<bool> stops_ = false;
  std::vector<std::thread> threads_;
};

TEST_F(C20_redis_restart, costs_callers_an_error_each_and_then_they_go_on) {
  auto few = options();
  few.connections = 3;
  store_type store(few);
  callers all([&](int number) {
    const auto key = std::to_string(number);
    store.put(key, number);
    const auto found = store.get(key);
    if (found) {
      EXPECT_EQ(found, number);
    }
    store.erase(key);
  });
  for (int round = 0; round < 3; ++round) {
    all.wait_for_all(true);
    server->kill();
    all.wait_for_all(false);
    server->restart();
  }
  all.wait_for_all(true);
}

TEST_F(C20_redis_restart, in_mid_load_is_not_seen_by_who_takes_stale_values) {
  store_type store(options());
  near_cache<store_type> near(store, {.capacity = 100,
                                      .time_to_live = 1ns,  // every read asks the store
                                      .stale_for = 1h,
                                      .on_failure = store_failure::stale});
  std::atomic<int> loads = 0;
  const auto load = [&](const std::string&) {
    ++loads;
    return 7;
  };
  for (int i = 0; i < callers::count; ++i) {
    EXPECT_EQ(near.get_or_load(std::to_string(i), load), 7);
  }
  callers all([&](int number) { EXPECT_EQ(near.get_or_load(std::to_string(number), load), 7); });
  all.wait_for_all(true);
  server->kill();
  all.wait_for_all(true);
  EXPECT_GT(near.stats().stale, 0);
  server->restart();
  while (near.stats().loads < 2 * callers::count) {  // the new server knows nothing: each key is loaded again
    std::this_thread::yield();
  }
  EXPECT_GE(loads, 2 * callers::count);
  EXPECT_EQ(store.get("0"), 7);
  EXPECT_EQ(all.failures(), 0);
}

TEST_F(C20_redis_restart, in_mid_load_is_not_seen_by_who_can_do_without_the_server) {
  store_type store(options());
  near_cache<store_type> near(store, {.capacity = 100, .time_to_live = 1ns, .on_failure = store_failure::bypass});
  callers all([&](int number) {
    EXPECT_EQ(near.get_or_load(std::to_string(number), [&](const std::string&) { return number; }), number);
  });
  all.wait_for_all(true);
  server->kill();
  all.wait_for_all(true);
  server->restart();
  all.wait_for_all(true);
  EXPECT_EQ(all.failures(), 0);
}

TEST_F(C20_redis_restart, between_two_calls_is_not_seen_at_all) {
  store_type store(options());
  store.put("a", 1);
  server->restart();
  EXPECT_EQ(store.get("a"), std::nullopt);
  server->restart();
  EXPECT_FALSE(store.erase("a")) << "what is never repeated finds a new connection too";
  EXPECT_EQ(store.stats().lost_connections, 2);
}

TEST_F(C20_redis_restart, is_not_needed_by_a_server_that_was_held_up) {
  auto brief = options();
  brief.connect_timeout = brief.command_timeout = 30ms;
  store_type store(brief);
  store.put("a", 1);
  server->pause();
  const auto why = [&]() -> std::optional<redis_failure> {
    try {
      static_cast<void>(store.get("a"));
      return std::nullopt;
    } catch (const redis_error& error) {
      return error.why();
    }
  };
  EXPECT_EQ(why(), redis_failure::timeout);
  EXPECT_EQ(why(), redis_failure::timeout) << "a new connection is made, and not answered";
  server->resume();
  while (why()) {
    std::this_thread::yield();
  }
  EXPECT_EQ(store.get("a"), 1);
}

}  // namespace
