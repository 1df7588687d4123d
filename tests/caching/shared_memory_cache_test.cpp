#include "googletest.hpp"

#include "shared_memory.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::cache;
using patterns::caching::cache_store;
using patterns::caching::cache_store_error;
using patterns::caching::missing_clock_error;
using patterns::caching::shared_memory_busy;
using patterns::caching::shared_memory_cache;
using patterns::caching::shared_memory_error;
using patterns::caching::shared_memory_options;
using patterns::caching::shared_memory_repairs;
using patterns_test::hand_clock;
using patterns_test::memory_name;
using patterns_test::message_of;

using texts = shared_memory_cache<std::string, std::string>;
using numbers = shared_memory_cache<int, int>;

static_assert(cache_store<texts>);
static_assert(cache<texts>);
static_assert(cache_store<shared_memory_cache<int, std::vector<int>, hand_clock&>>);
static_assert(std::derived_from<shared_memory_error, cache_store_error>);
static_assert(std::derived_from<shared_memory_busy, shared_memory_error>);
static_assert(!std::copyable<texts> && !std::movable<texts>);

constexpr shared_memory_options small{.bytes = 64 * 1024};

TEST(C20_shared_memory_cache, is_one_for_all_who_open_it) {
  const memory_name name;
  texts first(name.text(), small);
  texts second(name.text(), small);
  EXPECT_EQ(second.get("key"), std::nullopt);
  EXPECT_TRUE(first.put("key", "value"));
  EXPECT_EQ(second.get("key"), "value");
  EXPECT_TRUE(second.contains("key"));
  EXPECT_TRUE(second.put("key", "other"));
  EXPECT_EQ(first.get("key"), "other");
  EXPECT_EQ(first.size(), 1U);
  EXPECT_TRUE(second.erase("key"));
  EXPECT_FALSE(first.erase("key"));
  EXPECT_FALSE(first.contains("key"));
  first.put("one", "1");
  second.put("two", "2");
  first.clear();
  EXPECT_EQ(second.get("two"), std::nullopt);
  EXPECT_EQ(second.size(), 0U);
  EXPECT_EQ(first.stats(), second.stats());
  EXPECT_EQ(first.stats().hits, 2U);
  EXPECT_EQ(first.stats().misses, 2U);
  EXPECT_EQ(first.repairs(), shared_memory_repairs());
  EXPECT_EQ(first.name(), name.text());
  EXPECT_EQ(first.bytes(), small.bytes);
}

TEST(C20_shared_memory_cache, stays_until_it_is_removed) {
  const memory_name name;
  texts(name.text(), small).put("key", "value");
  texts old(name.text(), small);
  EXPECT_EQ(old.get("key"), "value");
  EXPECT_TRUE(texts::remove(name.text()));
  EXPECT_FALSE(texts::remove(name.text()));
  texts fresh(name.text(), small);
  EXPECT_EQ(fresh.get("key"), std::nullopt);
  EXPECT_EQ(old.get("key"), "value");
}

TEST(C20_shared_memory_cache, takes_what_is_empty_and_what_is_large) {
  const memory_name name;
  texts cached(name.text(), {.bytes = 64 * 1024, .stripes = 1});
  EXPECT_TRUE(cached.put("", ""));
  EXPECT_EQ(cached.get(""), "");
  for (std::size_t size = 0; size < 300; ++size) {
    const std::string text(size, static_cast<char>('a' + size % 26));
    ASSERT_TRUE(cached.put(text, text + text));
    ASSERT_EQ(cached.get(text), text + text) << size;
  }
  const std::string large(cached.capacity() / 2, 'x');
  EXPECT_TRUE(cached.put("large", large));
  EXPECT_EQ(cached.get("large"), large);

  // No room: what the key held is gone all the same, and all else is there.
  EXPECT_FALSE(cached.put("large", std::string(cached.capacity(), 'x')));
  EXPECT_EQ(cached.get("large"), std::nullopt);
  const std::string last(299, static_cast<char>('a' + 299 % 26));
  EXPECT_EQ(cached.get(last), last + last);
  EXPECT_EQ(cached.repairs(), shared_memory_repairs());
}

TEST(C20_shared_memory_cache, gives_all_of_its_room_to_one_entry) {
  const memory_name name;
  texts cached(name.text(), {.bytes = 8 * 1024, .stripes = 1});
  std::size_t largest = cached.capacity();
  while (!cached.put("key", std::string(largest, 'x'))) {
    --largest;
  }
  EXPECT_GT(largest + 100, cached.capacity());
  for (int i = 0; i < 20; ++i) {
    cached.put(std::to_string(i), "small");
    ASSERT_TRUE(cached.put("key", std::string(largest, static_cast<char>('a' + i))));
    ASSERT_EQ(cached.get("key"), std::string(largest, static_cast<char>('a' + i)));
    ASSERT_EQ(cached.size(), 1U);
  }
}

TEST(C20_shared_memory_cache, keeps_what_is_asked_for_when_it_is_full) {
  const memory_name name;
  numbers cached(name.text(), small);
  cached.put(-1, 1);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_TRUE(cached.put(i, i));
    ASSERT_EQ(cached.get(-1), 1) << i;
  }
  EXPECT_GT(cached.stats().evictions, 1000U);
  EXPECT_GT(cached.size(), 200U);
  EXPECT_EQ(cached.get(4999), 4999);
}

TEST(C20_shared_memory_cache, spreads_keys_over_its_stripes) {
  const memory_name name;
  numbers cached(name.text(), {.bytes = 64 * 1024, .stripes = 16});
  EXPECT_EQ(cached.stripes(), 16U);
  for (int i = 0; i < 100; ++i) {
    cached.put(i, i);
  }
  EXPECT_EQ(cached.size(), 100U);
  EXPECT_EQ(numbers(name.text(), {.bytes = 64 * 1024}).stripes(), 16U) << "as it was found";
}

TEST(C20_shared_memory_cache, keeps_values_for_their_time) {
  const memory_name name;
  hand_clock clock;
  shared_memory_cache<std::string, int, hand_clock&> cached(name.text(), small, clock);
  cached.put("ever", 1);
  cached.put("short", 2, 1500ms);
  cached.put("none", 3, 0s);
  cached.put("negative", 4, -1h);
  cached.put("longest", 5, std::chrono::milliseconds::max());
  cached.put("never a number", 6, std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_EQ(cached.get("none"), std::nullopt);
  EXPECT_EQ(cached.get("negative"), std::nullopt);
  EXPECT_EQ(cached.get("never a number"), std::nullopt);
  clock.time += 1499ms;
  EXPECT_TRUE(cached.contains("short"));
  EXPECT_EQ(cached.get("short"), 2);
  clock.time += 1ms;
  EXPECT_FALSE(cached.contains("short"));
  EXPECT_FALSE(cached.erase("short"));
  EXPECT_EQ(cached.get("short"), std::nullopt);
  clock.time += 24h * 365 * 200;
  EXPECT_EQ(cached.get("ever"), 1);
  EXPECT_EQ(cached.get("longest"), 5);
  EXPECT_EQ(cached.stats().expirations, 3U);
  EXPECT_EQ(cached.size(), 2U);
}

TEST(C20_shared_memory_cache, lets_go_first_what_has_expired) {
  const memory_name name;
  hand_clock clock;
  shared_memory_cache<int, int, hand_clock&> cached(name.text(), {.bytes = 8 * 1024}, clock);
  int held = 0;
  while (cached.stats().evictions == 0) {
    cached.put(held++, 0, 1s);
  }
  clock.time += 2s;
  for (int i = 0; i < held - 2; ++i) {
    cached.put(1000 + i, i);
  }
  EXPECT_EQ(cached.stats().evictions, 1U);
  for (int i = 0; i < held - 2; ++i) {
    EXPECT_EQ(cached.get(1000 + i), i);
  }
}

TEST(C20_shared_memory_cache, refuses_a_clock_that_is_not_there) {
  const memory_name name;
  using pointed = shared_memory_cache<int, int, const hand_clock*>;
  EXPECT_THROW(pointed(name.text(), small, nullptr), missing_clock_error);
  EXPECT_FALSE(name.exists());
}

TEST(C20_shared_memory_cache, keeps_types_apart) {
  const memory_name name;
  numbers ints(name.text(), small);
  shared_memory_cache<int, std::string> other_values(name.text(), small);
  shared_memory_cache<std::int64_t, int> other_keys(name.text(), small);
  ints.put(1, 10);
  EXPECT_EQ(other_values.get(1), std::nullopt) << "it does not load";
  EXPECT_EQ(other_keys.get(1), std::nullopt);
  EXPECT_EQ(ints.get(1), 10);
}

/// With the memory of 1 to a few dozen entries, all chains are in use, and each put evicts.
TEST(C20_shared_memory_cache, gives_nothing_but_what_was_put_last) {
  std::mt19937 random(20);
  std::size_t sizes = 0;
  for (std::size_t bytes = 0; bytes < 4096; bytes += 64 + bytes / 32) {
    const memory_name name;
    std::optional<texts> cached;
    try {
      cached.emplace(name.text(), shared_memory_options{.bytes = bytes});
    } catch (const shared_memory_error&) {
      ASSERT_EQ(sizes, 0U) << "where " << bytes << " are too few, less are too";
      continue;
    }
    ++sizes;
    std::map<std::string, std::string> expected;
    for (int i = 0; i < 400; ++i) {
      const auto key = std::to_string(random() % 20);
      switch (random() % 4) {
        case 0:
        case 1: {
          const std::string value(random() % 200, static_cast<char>('a' + random() % 26));
          if (cached->put(key, value)) {
            ASSERT_EQ(cached->get(key), value);
            expected[key] = value;
          } else {
            expected.erase(key);
          }
          break;
        }
        case 2:
          if (const auto found = cached->get(key)) {
            ASSERT_TRUE(expected.contains(key));
            ASSERT_EQ(*found, expected[key]);
          }
          break;
        default:
          ASSERT_TRUE(!cached->erase(key) || expected.contains(key));
          expected.erase(key);
      }
    }
    std::size_t found = 0;
    for (const auto& [key, value] : expected) {
      found += cached->contains(key) ? 1 : 0;
    }
    ASSERT_EQ(found, cached->size()) << bytes;
    ASSERT_EQ(cached->repairs(), shared_memory_repairs()) << bytes;
  }
  EXPECT_GT(sizes, 20U);
}

TEST(C20_shared_memory_cache, refuses_names_that_are_none) {
  const auto refuses = [](const std::string& name) {
    return message_of<shared_memory_error>([&] { texts cached(name, small); });
  };
  EXPECT_EQ(refuses("a/b"), "shared_memory_cache 'a/b': a name has 1 to 250 characters, none of them a slash");
  EXPECT_EQ(refuses(""), "shared_memory_cache '': a name has 1 to 250 characters, none of them a slash");
  for (const std::string name : {"..", ".", "/a", "../a"}) {
    EXPECT_NE(refuses(name), "no exception") << name;
    EXPECT_THROW(texts::remove(name), shared_memory_error);
  }
  EXPECT_NE(refuses(std::string(251, 'x')), "no exception");
  EXPECT_NE(refuses(std::string("a\0b", 3)), "no exception");
}

TEST(C20_shared_memory_cache, refuses_sizes_that_hold_nothing) {
  const memory_name name;
  const auto refuses = [&](std::size_t bytes, std::size_t stripes) {
    return message_of<shared_memory_error>([&] { texts cached(name.text(), {.bytes = bytes, .stripes = stripes}); });
  };
  const auto prefix = std::format("shared_memory_cache '{}': ", name.text());
  EXPECT_EQ(refuses(0, 0), prefix + "0 bytes in 1 stripes have no room for an entry in each");
  EXPECT_EQ(refuses(4096, 64), prefix + "4096 bytes in 64 stripes have no room for an entry in each");
  EXPECT_EQ(refuses(std::numeric_limits<std::size_t>::max(), 1),
            prefix + "18446744073709551615 bytes in 1 stripes are more than 1099511627776 in 65536");
  EXPECT_EQ(refuses(4096, 1U << 20U), prefix + "4096 bytes in 1048576 stripes are more than 1099511627776 in 65536");
  EXPECT_FALSE(name.exists());
}

}  // namespace
