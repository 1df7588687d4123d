#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.caching;

namespace {

using namespace std::chrono_literals;
using patterns::async::manual_clock;
using patterns::caching::lru_cache;
using patterns::caching::restore;
using patterns::caching::snapshot;
using patterns::caching::snapshot_error;
using patterns::caching::snapshot_source;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;

using text_cache = lru_cache<std::string, int>;
using timed_cache = ttl_cache<std::string, int, manual_clock&>;

static_assert(snapshot_source<text_cache> && snapshot_source<timed_cache>);
static_assert(!snapshot_source<lru_cache<int, const void*>> && !snapshot_source<synchronized_cache<text_cache>>);

std::vector<std::pair<std::string, int>> listed(const auto& cache) {
  std::vector<std::pair<std::string, int>> entries;
  for (const auto& [key, value] : cache) {
    entries.emplace_back(key, value);
  }
  return entries;
}

std::string refusal(auto& cache, std::span<const std::byte> bytes) {
  try {
    restore(cache, bytes);
  } catch (const snapshot_error& error) {
    return error.what();
  }
  return "taken";
}

void fill(text_cache& cache) {
  cache.put("Oslo", 1);
  cache.put("Rome", 2);
  cache.put("", 3);
  (void)cache.get("Oslo");
}

TEST(C9_snapshot, brings_back_the_entries_in_their_order) {
  text_cache cache(3);
  fill(cache);
  text_cache again(3);
  EXPECT_EQ(restore(again, snapshot(cache)), 3U);
  EXPECT_EQ(listed(again), listed(cache));
  again.put("Cairo", 4);
  EXPECT_FALSE(again.contains("Rome")) << "the one used longest ago goes first, as it would have before";
}

TEST(C9_snapshot, is_no_use_of_an_entry) {
  text_cache cache(3);
  fill(cache);
  const auto stats = cache.stats();
  (void)snapshot(cache);
  EXPECT_EQ(cache.stats(), stats);
  EXPECT_EQ(listed(cache).front().first, "Oslo");
}

TEST(C9_snapshot, of_an_empty_cache_brings_back_nothing) {
  const text_cache empty(3);
  text_cache cache(3);
  fill(cache);
  EXPECT_EQ(restore(cache, snapshot(empty)), 0U);
  EXPECT_EQ(cache.size(), 3U);
}

TEST(C9_snapshot, keeps_the_most_wanted_where_there_is_less_room) {
  text_cache cache(3);
  fill(cache);
  text_cache small(1);
  EXPECT_EQ(restore(small, snapshot(cache)), 1U);
  EXPECT_TRUE(small.contains("Oslo"));
  text_cache none(0);
  EXPECT_EQ(restore(none, snapshot(cache)), 0U);
}

TEST(C9_snapshot, replaces_what_is_held_under_its_keys_and_leaves_the_rest) {
  text_cache cache(3);
  fill(cache);
  text_cache other(10);
  other.put("Oslo", 100);
  other.put("Bern", 5);
  EXPECT_EQ(restore(other, snapshot(cache)), 3U);
  EXPECT_EQ(*other.peek("Oslo"), 1);
  EXPECT_EQ(*other.peek("Bern"), 5);
}

TEST(C9_snapshot, refuses_a_flip_of_any_bit_and_changes_nothing) {
  text_cache cache(3);
  fill(cache);
  const auto good = snapshot(cache);
  text_cache other(3);
  other.put("Bern", 5);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] ^= std::byte{1} << (bit % 8);
    ASSERT_NE(refusal(other, bad), "taken") << "bit " << bit;
  }
  EXPECT_EQ(listed(other), (std::vector<std::pair<std::string, int>>{{"Bern", 5}}));
}

TEST(C9_snapshot, refuses_to_be_cut_short_anywhere_or_to_be_longer) {
  text_cache cache(3);
  fill(cache);
  auto bytes = snapshot(cache);
  text_cache other(3);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_NE(refusal(other, std::span(bytes).first(size)), "taken") << size;
  }
  bytes.push_back(std::byte{0});
  EXPECT_NE(refusal(other, bytes), "taken");
  EXPECT_TRUE(other.empty());
}

TEST(C9_snapshot, says_what_is_wrong_with_the_bytes) {
  text_cache cache(3);
  fill(cache);
  auto bytes = snapshot(cache);
  EXPECT_EQ(refusal(cache, std::span(bytes).first(4)), "snapshot: 4 bytes are fewer than the 9 of its header");
  bytes.back() ^= std::byte{1};
  EXPECT_TRUE(refusal(cache, bytes).starts_with("snapshot: its checksum is ")) << refusal(cache, bytes);
  bytes[4] = std::byte{9};
  EXPECT_EQ(refusal(cache, bytes), "snapshot: its version is 9, and this is version 1");
  bytes[0] = std::byte{0};
  EXPECT_EQ(refusal(cache, bytes), "snapshot: the bytes do not begin as one does");
}

TEST(C9_snapshot, refuses_the_entries_of_other_types) {
  text_cache cache(3);
  fill(cache);
  lru_cache<std::string, long> other(3);
  EXPECT_TRUE(refusal(other, snapshot(cache)).starts_with("snapshot: its entries do not fit this cache: "))
      << refusal(other, snapshot(cache));
  EXPECT_TRUE(other.empty());
}

// The figure is that of the CRC's own check: the sum of "123456789".
TEST(C9_snapshot, writes_the_checksum_of_ieee_802_3) {
  std::uint32_t sum = ~0U;
  for (const char digit : std::string_view("123456789")) {
    sum ^= static_cast<unsigned char>(digit);
    for (int bit = 0; bit < 8; ++bit) {
      sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xEDB8'8320U : 0U);
    }
  }
  ASSERT_EQ(~sum, 0xCBF4'3926U);

  text_cache cache(3);
  fill(cache);
  const auto bytes = snapshot(cache);
  sum = ~0U;
  for (const auto byte : std::span(bytes).subspan(9)) {
    sum ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xEDB8'8320U : 0U);
    }
  }
  std::uint32_t written = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    written |= std::to_integer<std::uint32_t>(bytes[5 + i]) << (8 * i);
  }
  EXPECT_EQ(written, ~sum);
}

TEST(C9_snapshot, keeps_how_long_an_entry_is_good_for) {
  manual_clock clock;
  timed_cache cache(10, 10s, clock);
  cache.put("short", 1, 3s);
  cache.put("long", 2);
  cache.put("gone", 3, 1s);
  cache.put("for ever", 4, manual_clock::duration::max());
  clock.advance(2s);

  manual_clock later;
  later.advance(1h);
  timed_cache again(10, 10s, later);
  EXPECT_EQ(restore(again, snapshot(cache)), 3U);
  EXPECT_EQ(again.remaining("short"), 1s);
  EXPECT_EQ(again.remaining("long"), 8s);
  EXPECT_EQ(again.remaining("for ever"), manual_clock::duration::max());
  EXPECT_FALSE(again.contains("gone"));
}

TEST(C9_snapshot, takes_off_the_time_that_has_gone_by_since) {
  manual_clock clock;
  timed_cache cache(10, 10s, clock);
  cache.put("short", 1, 3s);
  cache.put("long", 2);
  const auto bytes = snapshot(cache);
  timed_cache again(10, 10s, clock);
  EXPECT_EQ(restore(again, bytes, 3s), 1U);
  EXPECT_EQ(again.remaining("long"), 7s);
  timed_cache before(10, 10s, clock);
  EXPECT_EQ(restore(before, bytes, -5s), 2U);
  EXPECT_EQ(before.remaining("long"), 10s) << "no entry lives longer for a clock that was set back";
}

TEST(C9_snapshot, of_a_cache_that_threads_share_is_taken_under_its_lock) {
  synchronized_cache<text_cache> shared(3);
  shared.put("Oslo", 1);
  const auto bytes = shared.with([](const text_cache& cache) { return snapshot(cache); });
  synchronized_cache<text_cache> again(3);
  EXPECT_EQ(again.with([&](text_cache& cache) { return restore(cache, bytes); }), 1U);
  EXPECT_EQ(again.get("Oslo"), 1);
}

}  // namespace
