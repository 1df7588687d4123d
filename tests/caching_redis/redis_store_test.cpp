#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
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

TEST_F(C20_redis_store, takes_any_bytes_as_key_and_value) {
  const auto odd = "\0\r\n$5\xff *?[a]\\"s;
  redis_store<std::string, std::string> bytes(options("odd:"));
  EXPECT_TRUE(bytes.put(odd, odd));
  EXPECT_EQ(bytes.get(odd), odd);
  EXPECT_TRUE(bytes.put("", ""));
  EXPECT_EQ(bytes.get(""), "");
  const std::string large(std::size_t{3} << 20, '\n');
  EXPECT_TRUE(bytes.put("large", large));
  EXPECT_EQ(bytes.get("large"), large);
}

TEST_F(C20_redis_store, pickles_keys_that_are_no_strings) {
  redis_store<std::pair<int, std::string>, double> store(options("pairs:"));
  store.put({1, "a"}, 1.5);
  store.put({1, "b"}, 2.5);
  EXPECT_EQ(store.get({1, "a"}), 1.5);
  EXPECT_EQ(store.get({1, "b"}), 2.5);
  EXPECT_EQ(store.get({2, "a"}), std::nullopt);
}

TEST_F(C20_redis_store, lets_the_server_end_the_life_of_a_value) {
  redis_store<std::string, int> store(options("life:"));
  EXPECT_TRUE(store.put("short", 1, 1us));
  EXPECT_TRUE(store.put("long", 2, 1h));
  EXPECT_TRUE(store.put("endless", 3, std::chrono::hours::max()));
  EXPECT_TRUE(store.put("fraction", 4, std::chrono::duration<double, std::ratio<86400>>(0.5)));
  while (store.get("short")) {
    std::this_thread::yield();
  }
  EXPECT_EQ(store.get("long"), 2);
  EXPECT_EQ(store.get("endless"), 3);
  EXPECT_EQ(store.get("fraction"), 4);
}

TEST_F(C20_redis_store, keeps_nothing_whose_life_is_over_at_once) {
  redis_store<std::string, int> store(options("over:"));
  for (const auto time : {0ms, -1ms, std::chrono::milliseconds::min()}) {
    store.put("a", 1);
    EXPECT_FALSE(store.put("a", 2, time));
    EXPECT_FALSE(store.contains("a"));
  }
  store.put("a", 1);
  EXPECT_FALSE(store.put("a", 2, std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_FALSE(store.contains("a"));
  store.put_many(std::map<std::string, int>{{"a", 1}, {"b", 2}});
  store.put_many(std::map<std::string, int>{{"a", 1}, {"b", 2}}, 0s);
  EXPECT_FALSE(store.contains("a") || store.contains("b"));
}

TEST_F(C20_redis_store, has_a_usual_time_to_live) {
  auto brief = options("usual:");
  brief.time_to_live = 1ms;
  redis_store<std::string, int> store(brief);
  store.put("a", 1);
  store.put_many(std::map<std::string, int>{{"b", 2}});
  store.put("c", 3, 1h);
  while (store.contains("a") || store.contains("b")) {
    std::this_thread::yield();
  }
  EXPECT_EQ(store.get("c"), 3);
}

TEST_F(C20_redis_store, puts_and_gets_many_in_few_trips) {
  auto in_parts = options("many:");
  in_parts.batch = 7;
  redis_store<std::string, int> store(in_parts);
  std::vector<std::pair<std::string, int>> entries;
  std::vector<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    entries.emplace_back(std::to_string(i), i);
    keys.push_back(std::to_string(i));
  }
  store.put_many(entries);
  keys.insert(keys.begin() + 50, "none");
  const auto values = store.get_many(keys);
  ASSERT_EQ(values.size(), 101);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto wanted = static_cast<int>(i < 50 ? i : i - 1);
    EXPECT_EQ(values[i], i == 50 ? std::nullopt : std::optional(wanted)) << i;
  }
  EXPECT_TRUE(store.get_many(std::vector<std::string>()).empty());
  store.put_many(std::map<std::string, int>());
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 1}));
}

// A batch is larger than what the sockets hold: who only writes, or only reads, waits for ever.
TEST_F(C20_redis_store, does_not_lock_up_over_a_large_batch) {
  redis_store<std::string, std::string> store(options("large:"));
  const std::string value(std::size_t{1} << 16, 'x');
  std::map<std::string, std::string> entries;
  std::vector<std::string> keys;
  for (int i = 0; i < 200; ++i) {
    entries.emplace(keys.emplace_back(std::to_string(i)), value);
  }
  store.put_many(entries);
  const auto values = store.get_many(keys);
  EXPECT_TRUE(std::ranges::all_of(values, [&](const auto& each) { return each == value; }));
  EXPECT_EQ(values.size(), 200);
  store.clear();
}

TEST_F(C20_redis_store, clears_only_what_has_its_prefix) {
  redis_store<std::string, int> mine(options("a*[b]?:"));
  redis_store<std::string, int> others(options("axb_:"));
  others.put("kept", 1);
  std::map<std::string, int> entries;
  for (int i = 0; i < 2500; ++i) {
    entries.emplace(std::to_string(i), i);
  }
  mine.put_many(entries);
  mine.clear();
  EXPECT_FALSE(mine.contains("0") || mine.contains("2499"));
  EXPECT_EQ(others.get("kept"), 1);
  mine.clear();
  EXPECT_EQ(mine.stats(), (redis_stats{.connects = 1}));
}

TEST_F(C20_redis_store, misses_what_it_cannot_read_and_counts_it) {
  auto texts = other("mixed:");
  redis_store<std::string, int> numbers(options("mixed:"));
  texts.put("a", "one");
  EXPECT_EQ(numbers.get("a"), std::nullopt);
  EXPECT_EQ(numbers.get_many(std::vector<std::string>{"a", "b"}).front(), std::nullopt);
  EXPECT_TRUE(numbers.contains("a"));
  EXPECT_EQ(numbers.stats().unreadable, 2);
  numbers.put("a", 1);
  EXPECT_EQ(numbers.get("a"), 1);
}

TEST_F(C20_redis_store, keeps_databases_apart) {
  auto second = options("database:");
  second.database = 1;
  redis_store<std::string, int> first(options("database:"));
  redis_store<std::string, int> other_database(second);
  first.put("a", 1);
  EXPECT_EQ(other_database.get("a"), std::nullopt);
  second.database = 1000;
  redis_store<std::string, int> none(second);
  const auto message = message_of<redis_error>([&] { static_cast<void>(none.get("a")); });
  EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: SELECT: the server refuses it: ERR DB index is out of range",
                                 server->port()));
}

TEST_F(C20_redis_store, takes_a_name_of_the_host) {
  auto named = options("named:");
  named.host = "localhost";
  redis_store<std::string, int> store(named);
  store.put("a", 1);
  EXPECT_EQ(store.get("a"), 1);
  named.host = "no-such-host.invalid";
  redis_store<std::string, int> lost(named);
  try {
    static_cast<void>(lost.get("a"));
    FAIL();
  } catch (const redis_error& error) {
    EXPECT_EQ(error.why(), redis_failure::unreachable);
    EXPECT_NE(std::string_view(error.what()).find("no-such-host.invalid"), std::string_view::npos) << error.what();
  }
}

TEST_F(C20_redis_store, says_who_it_is_and_never_shows_how) {
  redis_process guarded({"--requirepass", "open-sesame"});
  auto known = options("known:");
  known.port = guarded.port();
  known.password = "open-sesame";
  redis_store<std::string, int> store(known);
  store.put("a", 1);
  EXPECT_EQ(store.get("a"), 1);
  known.user = "default";
  redis_store<std::string, int> by_name(known);
  EXPECT_EQ(by_name.get("a"), 1);
  for (const auto* password : {"open-barley", ""}) {
    known.user = "";
    known.password = password;
    redis_store<std::string, int> stranger(known);
    try {
      static_cast<void>(stranger.get("a"));
      FAIL();
    } catch (const redis_error& error) {
      EXPECT_EQ(error.why(), redis_failure::authentication) << error.what();
      EXPECT_EQ(std::string_view(error.what()).find("open-"), std::string_view::npos) << error.what();
    }
  }
}

TEST_F(C20_redis_store, takes_a_socket_with_a_path) {
  const auto path = std::filesystem::temp_directory_path() / std::format("patterns-redis-{}.sock", server->port());
  redis_process local({"--unixsocket", path.string()});
  auto by_path = options("path:");
  by_path.unix_socket = path.string();
  redis_store<std::string, int> store(by_path);
  store.put("a", 1);
  EXPECT_EQ(store.get("a"), 1);
  local.kill();
  std::filesystem::remove(path);
  const auto message = message_of<redis_error>([&] { store.erase("a"); });
  EXPECT_EQ(message, std::format("redis {}: cannot connect: No such file or directory", path.string()));
}

TEST_F(C20_redis_store, is_shared_by_more_threads_than_it_has_connections) {
  auto two = options("threads:");
  two.connections = 2;
  redis_store<std::string, int> store(two);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        const auto key = std::format("{}", i);
        store.put(key, n);
        EXPECT_EQ(store.get(key), n);
      }
    });
  }
  for (auto& each : threads) {
    each.join();
  }
  EXPECT_LE(store.stats().connects, 2);
  EXPECT_EQ(store.stats().failed_connects + store.stats().lost_connections, 0);
}

TEST(C20_redis_options, that_make_no_sense_are_refused) {
  const auto refusal = [](auto change) {
    redis_options made;
    made.prefix = "a:";
    change(made);
    return message_of<redis_options_error>([&] { redis_store<std::string, int> store(made); });
  };
  EXPECT_EQ(refusal([](auto&) {}), "no exception");
  EXPECT_EQ(refusal([](auto& made) { made.prefix = ""; }),
            "redis_options: prefix is empty; clear would take out what others keep");
  EXPECT_EQ(refusal([](auto& made) { made.host = ""; }), "redis_options: neither host nor unix_socket is given");
  EXPECT_EQ(refusal([](auto& made) { made.user = "me"; }), "redis_options: user is 'me', without a password");
  EXPECT_EQ(refusal([](auto& made) { made.database = -1; }), "redis_options: database is -1");
  EXPECT_EQ(refusal([](auto& made) { made.connect_timeout = 0ms; }),
            "redis_options: connect_timeout is 0 ms; it must be more than 0");
  EXPECT_EQ(refusal([](auto& made) { made.connections = 0; }),
            "redis_options: connections is 0; it must be at least 1");
  EXPECT_EQ(refusal([](auto& made) { made.now = nullptr; }), "redis_options: now is empty");
}

}  // namespace
