#include "googletest.hpp"

#include "shared_memory.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::shared_memory_cache;
using patterns::caching::shared_memory_error;
using patterns::caching::shared_memory_options;
using patterns_test::memory_name;
using patterns_test::message_of;
using patterns_test::raw_memory;

using texts = shared_memory_cache<std::string, std::string>;
using numbers = shared_memory_cache<int, int>;

constexpr shared_memory_options small{.bytes = 64 * 1024};
constexpr std::size_t header_size = 128;
constexpr std::size_t lock_size = 64;
constexpr std::size_t statistics_at = header_size + lock_size + 24;
constexpr std::size_t statistics_size = 56;

TEST(C20_shared_memory_damage, refuses_memory_that_is_not_its_own) {
  const memory_name name;
  const auto problem = [&](shared_memory_options how) {
    const auto text = message_of<shared_memory_error>([&] { texts cached(name.text(), how); });
    return text.substr(std::min(text.size(), text.find(": ") + 2));
  };
  {
    const raw_memory foreign(name, 4096);
    EXPECT_EQ(problem(small), "it was not made by a shared_memory_cache");
  }
  {
    const raw_memory shorter(name, 10);
  }
  EXPECT_EQ(problem(small), "it was not made by a shared_memory_cache");
  EXPECT_TRUE(texts::remove(name.text()));

  texts(name.text(), small).put("key", "value");
  EXPECT_EQ(problem({.bytes = 4096}), "it has 65536 bytes in 1 stripes, and not 4096 in 1");
  EXPECT_EQ(problem({.bytes = 65536, .stripes = 2}), "it has 65536 bytes in 1 stripes, and not 65536 in 2");
  const raw_memory bytes(name, small.bytes);
  const auto changed = [&](std::size_t at) {
    bytes[at] ^= 1U;
    auto found = problem(small);
    bytes[at] ^= 1U;
    return found;
  };
  EXPECT_EQ(changed(8), "its layout has version 0, and this is version 1");
  EXPECT_TRUE(changed(12).starts_with("its locks are of kind"));
  for (std::size_t at = 16; at < 48; ++at) {
    ASSERT_EQ(changed(at), "its header is damaged") << at;
  }
  for (std::size_t at = 0; at < 8; ++at) {
    ASSERT_EQ(changed(at), "it was not made by a shared_memory_cache") << at;
  }
  EXPECT_EQ(texts(name.text(), small).get("key"), "value");

  ASSERT_EQ(::fchmod(bytes.file(), 0666), 0);
  EXPECT_EQ(problem(small), "others may write it");
  ASSERT_EQ(::fchmod(bytes.file(), 0600), 0);
  ASSERT_EQ(::ftruncate(bytes.file(), 1000), 0);
  EXPECT_EQ(problem(small), "it was cut to 1000 of its 65536 bytes");
}

TEST(C20_shared_memory_damage, can_be_read_by_its_user_alone) {
  const memory_name name;
  const texts cached(name.text(), small);
  struct stat found{};
  const raw_memory bytes(name, small.bytes);
  ASSERT_EQ(::fstat(bytes.file(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

/// Whatever byte changes: no value is given but one that was put under the key, and no call fails.
TEST(C20_shared_memory_damage, survives_damage) {
  const memory_name name;
  constexpr std::size_t size = 4096;
  texts cached(name.text(), {.bytes = size, .stripes = 1});
  const raw_memory bytes(name, size);
  std::mt19937 random(11);
  const auto value_of = [](const std::string& key, std::size_t length) {
    return key + std::string(length, static_cast<char>('a' + length % 26));
  };
  for (int i = 0; i < 20'000; ++i) {
    for (auto flips = 1 + random() % 3; flips != 0; --flips) {
      const auto at = header_size + lock_size + random() % (size - header_size - lock_size);
      if (at < statistics_at || at >= statistics_at + statistics_size) {
        bytes[at] ^= static_cast<unsigned char>(1U << (random() % 8));
      }
    }
    const auto key = std::to_string(random() % 16);
    switch (random() % 8) {
      case 0:
      case 1:
      case 2:
        ASSERT_TRUE(cached.put(key, value_of(key, random() % 150)));
        break;
      case 3:
        (void)cached.erase(key);
        break;
      case 4:
        (void)cached.contains(key);
        break;
      default:
        if (const auto found = cached.get(key)) {
          ASSERT_EQ(*found, value_of(key, found->size() - key.size()));
        }
    }
    if (i % 1000 == 999) {
      cached.clear();
      ASSERT_EQ(cached.size(), 0U);
    }
  }
  EXPECT_GT(cached.repairs().damages, 100U);
  EXPECT_GT(cached.repairs().dropped, 100U);
  EXPECT_EQ(cached.repairs().deaths, 0U);
}

TEST(C20_shared_memory_damage, survives_any_content) {
  const memory_name name;
  constexpr std::size_t size = 4096;
  texts cached(name.text(), {.bytes = size, .stripes = 1});
  const raw_memory bytes(name, size);
  std::mt19937 random(12);
  for (int i = 0; i < 2'000; ++i) {
    const auto fill = random() % 4;
    for (std::size_t at = header_size + lock_size; at < size; ++at) {
      bytes[at] = fill == 0 ? 0xFF : fill == 1 ? 0 : static_cast<unsigned char>(fill == 2 ? random() % 3 : random());
    }
    switch (random() % 4) {
      case 0:
        ASSERT_EQ(cached.get("key"), std::nullopt);
        break;
      case 1:
        ASSERT_FALSE(cached.erase("key"));
        break;
      case 2:
        (void)cached.size();
        break;
      default:
        break;
    }
    ASSERT_TRUE(cached.put("key", "value"));
    ASSERT_EQ(cached.get("key"), "value");
  }
}

/// A change of what an entry is costs that entry; a change of what can be made anew costs none.
TEST(C20_shared_memory_damage, loses_one_entry_to_one_damage) {
  constexpr std::size_t size = 2048;
  std::size_t lost_most = 0;
  for (std::size_t at = header_size + lock_size; at < size; ++at) {
    const memory_name name;
    numbers cached(name.text(), {.bytes = size, .stripes = 1});
    for (int key = 0; key < 6; ++key) {
      cached.put(key, key * key);
    }
    const raw_memory bytes(name, size);
    bytes[at] ^= 0xFFU;
    std::size_t lost = 0;
    for (int key = 0; key < 6; ++key) {
      const auto found = cached.get(key);
      ASSERT_TRUE(!found || *found == key * key) << at;
      lost += found ? 0 : 1;
    }
    lost_most = std::max(lost_most, lost);
  }
  EXPECT_EQ(lost_most, 1U);
}

/// Chains that lead into those of other keys, or in a circle, are made anew. Only one that passes over a part of itself
/// looks as it should.
TEST(C20_shared_memory_damage, of_chains_is_found_out) {
  constexpr std::size_t slots_at = header_size + 192;
  constexpr std::size_t slot_size = 48;
  constexpr std::size_t next_in_slot = 36;
  const memory_name name;
  constexpr std::size_t size = 2048;
  numbers cached(name.text(), {.bytes = size, .stripes = 1});
  const auto slots = (cached.capacity() / 64 + 1) / 2;
  const auto count = static_cast<int>(slots) - 1;
  const auto fill = [&] {
    cached.clear();
    for (int key = 0; key < count; ++key) {
      cached.put(key, key * key);
    }
  };
  fill();
  std::size_t passed_over = 0;
  const raw_memory bytes(name, size);
  const auto write = [&](std::size_t at, std::size_t index) {
    for (std::size_t i = 0; i < 4; ++i) {
      bytes[at + i] = static_cast<unsigned char>(index >> (8 * i));
    }
  };
  for (std::size_t from = 0; from < slots; ++from) {
    for (std::size_t to = 0; to < slots; ++to) {
      for (const bool head : {true, false}) {
        write(head ? slots_at + slots * slot_size + 4 * from : slots_at + from * slot_size + next_in_slot, to);
        for (int key = 100; key < 130; ++key) {
          ASSERT_FALSE(cached.contains(key));
        }
        for (int key = 0; key < count; ++key) {
          const auto found = cached.get(key);
          ASSERT_TRUE(!found || *found == key * key) << from << " to " << to;
          if (!found) {
            ++passed_over;
            fill();
          }
        }
      }
    }
  }
  EXPECT_GT(cached.repairs().damages, slots);
  EXPECT_LT(passed_over, slots * slots / 4);
  EXPECT_EQ(cached.repairs().dropped, 0U);
}

}  // namespace
