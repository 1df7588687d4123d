// What docs/caching.md shows of stores.
#include "googletest.hpp"

#include "../caching/shared_memory.hpp"

import std;
import googletest;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

using namespace std::chrono_literals;
using namespace patterns::caching;

namespace {

struct answer {
  std::string text;
};

struct picture {
  std::vector<int> pixels;
};

TEST(C20_stores_guide, keeps_what_processes_and_machines_share_and_loads_what_no_store_has) {
  if (!patterns_test::redis_process::is_installed()) {
    GTEST_SKIP() << "no redis-server is installed";
  }
  const patterns_test::redis_process server;
  const patterns_test::memory_name name;
  const std::string& gallery = name.text();
  const std::string host = "127.0.0.1";
  const std::uint16_t port = server.port();
  const auto ask_server = [](const std::string& question) { return answer{question + "!"}; };
  // #region stores
  // All workers of this machine, whichever of them is killed.
  shared_memory_cache<std::string, picture> previews(gallery, {.bytes = 64 << 20});
  // All machines; import patterns.caching.redis;
  redis_store<std::string, answer> far({.host = host, .port = port, .prefix = "answers:"});
  near_cache<redis_store<std::string, answer>> answers(
      far, {.time_to_live = 1s, .stale_for = 1h, .on_failure = store_failure::stale});
  const answer found = answers.get_or_load("who?", ask_server);
  // #endregion
  EXPECT_EQ(found.text, "who?!");
  EXPECT_EQ(far.get("who?")->text, "who?!") << "other machines find what was loaded here";
  previews.put("dawn", {{1, 2, 3}});
  EXPECT_EQ((shared_memory_cache<std::string, picture>(gallery, {.bytes = 64 << 20}).get("dawn")->pixels),
            (std::vector{1, 2, 3}));
}

}  // namespace
