#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

namespace {

using namespace std::chrono_literals;
using patterns::caching::cache_store;
using patterns::caching::cache_store_error;
using patterns::caching::redis_error;
using patterns::caching::redis_failure;
using patterns::caching::redis_options;
using patterns::caching::redis_options_error;
using patterns::caching::redis_stats;
using patterns::caching::redis_store;
using patterns_test::message_of;
using patterns_test::redis_process;

template <class Key, class Value>
concept can_be_stored = requires { typename redis_store<Key, Value>; };

static_assert(cache_store<redis_store<std::string, int>>);
static_assert(cache_store<redis_store<std::pair<int, int>, std::vector<std::string>>>);
static_assert(can_be_stored<std::string, int> && can_be_stored<int, std::string>);
static_assert(!can_be_stored<std::string, int*> && !can_be_stored<int*, int>, "an address says nothing elsewhere");
static_assert(!can_be_stored<std::string, std::string_view> && !can_be_stored<std::string_view, int>);
static_assert(std::derived_from<redis_error, cache_store_error>);
static_assert(std::is_nothrow_copy_constructible_v<redis_error>);

// Tests of a real server, which one of them may take as it likes.
class C20_redis_store : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (redis_process::is_installed()) {
      server = std::make_unique<redis_process>();
    }
  }
  static void TearDownTestSuite() { server.reset(); }

  void SetUp() override {
    if (!server) {
      GTEST_SKIP() << "no redis-server is installed";
    }
  }

  static redis_options options(std::string prefix) {
    redis_options made;
    made.port = server->port();
    made.prefix = std::move(prefix);
    made.wait_timeout = made.connect_timeout = made.command_timeout = 10s;  // a loaded machine is no failure
    return made;
  }

  // A store of another program, which may keep anything under any key.
  static redis_store<std::string, std::string> other(std::string prefix) {
    return redis_store<std::string, std::string>(options(std::move(prefix)));
  }

  static inline std::unique_ptr<redis_process> server;
};

TEST_F(C20_redis_store, gives_what_was_put) {
  redis_store<std::string, std::vector<int>> store(options("gives:"));
  EXPECT_EQ(store.get("a"), std::nullopt);
  EXPECT_FALSE(store.contains("a"));
  EXPECT_TRUE(store.put("a", {1, 2, 3}));
  EXPECT_EQ(store.get("a"), (std::vector{1, 2, 3}));
  EXPECT_TRUE(store.contains("a"));
  EXPECT_TRUE(store.put("a", {}));
  EXPECT_EQ(store.get("a"), std::vector<int>());
  EXPECT_TRUE(store.erase("a"));
  EXPECT_FALSE(store.erase("a"));
  EXPECT_EQ(store.get("a"), std::nullopt);
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 1}));
}

}  // namespace
