#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::arc;
using patterns::caching::bounded_cache;
using patterns::caching::cache;
using patterns::caching::cache_slot;
using patterns::caching::default_policy;
using patterns::caching::eviction_policy;
using patterns::caching::fixed_w_tiny_lfu;
using patterns::caching::key_hash;
using patterns::caching::lru;
using patterns::caching::no_slot;
using patterns::caching::removal_cause;
using patterns::caching::s3_fifo;
using patterns::caching::sieve;
using patterns::caching::w_tiny_lfu;

template <class Policy>
using ints_cache = bounded_cache<int, int, Policy>;

static_assert(std::same_as<bounded_cache<int, int>::policy_type, default_policy>);
static_assert(std::same_as<default_policy, w_tiny_lfu>);

template <class Policy>
void check(std::string_view name, auto action) {
  static_assert(eviction_policy<Policy>);
  static_assert(cache<ints_cache<Policy>>);
  SCOPED_TRACE(name);
  action.template operator()<Policy>();
}

/// Calls `action` with each policy as its template argument.
void with_each_policy(auto action) {
  check<lru>("lru", action);
  check<sieve>("sieve", action);
  check<s3_fifo>("s3_fifo", action);
  check<arc>("arc", action);
  check<w_tiny_lfu>("w_tiny_lfu", action);
  check<fixed_w_tiny_lfu<1>>("fixed_w_tiny_lfu<1>", action);
  check<fixed_w_tiny_lfu<100>>("fixed_w_tiny_lfu<100>", action);
}

/// Puts a policy through what a cache does to it, and knows which slots it must know.
template <class Policy>
class harness {
 public:
  explicit harness(std::size_t slots) : policy(slots), present_(slots, false) { policy.reserve(slots); }

  void grow(std::size_t slots) {
    policy.reserve(slots);
    present_.resize(slots, false);
  }

  void insert(cache_slot slot, std::uint32_t fingerprint) {
    policy.on_insert(slot, fingerprint);
    present_[slot] = true;
  }

  void erase(cache_slot slot) {
    policy.on_erase(slot);
    present_[slot] = false;
  }

  void replace(cache_slot from, cache_slot to) {
    policy.on_replace(from, to);
    present_[from] = false;
    present_[to] = true;
  }

  void evict() {
    const auto victim = policy.evict();
    ASSERT_LT(victim, present_.size());
    ASSERT_TRUE(present_[victim]) << "evicted slot " << victim << ", which is not there";
    present_[victim] = false;
  }

  void expect_each_slot_once() const {
    std::vector<cache_slot> walked;
    for (auto slot = policy.first(); slot != no_slot && walked.size() <= present_.size(); slot = policy.next(slot)) {
      walked.push_back(slot);
    }
    std::ranges::sort(walked);
    ASSERT_EQ(walked, slots(true));
  }

  [[nodiscard]] std::vector<cache_slot> slots(bool present) const {
    std::vector<cache_slot> result;
    for (cache_slot slot = 0; slot < present_.size(); ++slot) {
      if (present_[slot] == present) {
        result.push_back(slot);
      }
    }
    return result;
  }

  Policy policy;

 private:
  std::vector<bool> present_;
};

/// Random operations in a random number of slots, with fingerprints of a few kinds.
template <class Policy, class Fingerprint>
void work_at_random(std::uint64_t seed, Fingerprint fingerprint) {
  std::mt19937_64 random(seed);
  harness<Policy> run(1 + random() % 20);
  const auto any_of = [&](const std::vector<cache_slot>& slots) { return slots[random() % slots.size()]; };
  for (int step = 0; step < 500; ++step) {
    const auto there = run.slots(true);
    const auto free = run.slots(false);
    const auto what = random() % 100;
    if (what < 40 && !free.empty()) {
      run.insert(any_of(free), fingerprint(random));
    } else if (what < 65 && !there.empty()) {
      run.policy.on_hit(any_of(there));
    } else if (what < 70 && !there.empty()) {
      run.erase(any_of(there));
    } else if (what < 75 && !there.empty() && !free.empty()) {
      run.replace(any_of(there), any_of(free));
    } else if (what == 99 && step % 7 == 0) {
      run.grow(there.size() + free.size() + random() % 30);
    } else if (!there.empty()) {
      run.evict();
    }
    run.expect_each_slot_once();
    if (::testing::Test::HasFatalFailure()) {
      FAIL() << "seed " << seed << ", step " << step;
    }
  }
}

TEST(C9_eviction_policy, knows_each_slot_once_whatever_happens) {
  with_each_policy([]<class Policy>() {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      work_at_random<Policy>(seed,
                             [](auto& random) { return static_cast<std::uint32_t>(random() % 60 * 0x9E37'79B9U); });
    }
  });
}

TEST(C9_eviction_policy, bears_keys_that_all_have_the_same_fingerprint_or_neighbours) {
  with_each_policy([]<class Policy>() {
    work_at_random<Policy>(7, [](auto&) { return 0xFFFF'FFFFU; });
    work_at_random<Policy>(8, [](auto& random) { return static_cast<std::uint32_t>(random() % 40); });
  });
}

TEST(C9_eviction_policy, is_empty_at_first_and_can_be_moved) {
  with_each_policy([]<class Policy>() {
    Policy policy(3);
    EXPECT_EQ(policy.first(), no_slot);
    policy.reserve(4);
    EXPECT_EQ(policy.first(), no_slot);
    policy.on_insert(2, 77);
    auto moved = std::move(policy);
    EXPECT_EQ(moved.first(), 2U);
    EXPECT_EQ(moved.next(2), no_slot);
    EXPECT_EQ(moved.evict(), 2U);
    EXPECT_EQ(moved.first(), no_slot);
  });
}

template <class Cache>
std::vector<int> keys_of(const Cache& cache) {
  std::vector<int> keys;
  for (const auto& [key, value] : cache) {
    keys.push_back(key);
  }
  std::ranges::sort(keys);
  return keys;
}

TEST(C9_eviction_policy, keeps_what_a_cache_promises_at_every_small_capacity) {
  with_each_policy([]<class Policy>() {
    for (std::size_t capacity = 0; capacity <= 12; ++capacity) {
      ints_cache<Policy> cache(capacity);
      std::map<int, int> expected;
      cache.on_removal([&](int key, int&, removal_cause) { expected.erase(key); });
      std::mt19937 random(static_cast<unsigned>(capacity));
      for (int step = 0; step < 1'000; ++step) {
        const auto key = static_cast<int>(random() % (2 * capacity + 3));
        switch (random() % 8) {
          case 0:
            // The listener takes it out of what is expected.
            EXPECT_EQ(cache.contains(key), expected.contains(key));
            cache.erase(key);
            break;
          case 1:
          case 2:
          case 3: {
            const auto kept = cache.put(key, step);
            if (kept) {
              expected[key] = step;
            }
            EXPECT_EQ(cache.contains(key), kept);
            break;
          }
          default: {
            const auto* const found = cache.get(key);
            ASSERT_EQ(found != nullptr, expected.contains(key));
            if (found != nullptr) {
              EXPECT_EQ(*found, expected[key]);
            }
          }
        }
        ASSERT_LE(cache.size(), capacity);
        ASSERT_EQ(cache.size(), expected.size());
      }
      std::vector<int> keys;
      for (const auto& [key, value] : expected) {
        keys.push_back(key);
      }
      EXPECT_EQ(keys_of(cache), keys);
      cache.clear();
      EXPECT_TRUE(cache.empty());
    }
  });
}

struct weight_of_value {
  std::size_t operator()(int, std::size_t weight) const { return weight; }
};

TEST(C9_eviction_policy, needs_no_memory_for_a_capacity_in_weight) {
  with_each_policy([]<class Policy>() {
    using weighed = bounded_cache<int, std::size_t, Policy, key_hash<int>, std::equal_to<>, weight_of_value>;
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    weighed cache(most);
    for (int key = 0; key < 1'000; ++key) {
      EXPECT_TRUE(cache.put(key, std::size_t{1}));
    }
    EXPECT_EQ(cache.size(), 1'000U);
    cache.put(-1, most);
    EXPECT_LE(cache.weight(), most);
    EXPECT_LE(cache.size(), 1'000U);
  });
}

TEST(C9_eviction_policy, evicts_as_many_as_a_heavy_entry_needs) {
  with_each_policy([]<class Policy>() {
    using weighed = bounded_cache<int, std::size_t, Policy, key_hash<int>, std::equal_to<>, weight_of_value>;
    weighed cache(100);
    std::mt19937 random(5);
    for (int step = 0; step < 5'000; ++step) {
      const auto key = static_cast<int>(random() % 90);
      if (!cache.get(key)) {
        cache.put(key, std::size_t{random() % 30});
      }
      std::size_t weight = 0;
      for (const auto& [held, value] : cache) {
        weight += value;
      }
      ASSERT_EQ(cache.weight(), weight);
      ASSERT_LE(weight, 100U);
    }
  });
}

TEST(C9_eviction_policy, gives_the_same_answers_every_time) {
  with_each_policy([]<class Policy>() {
    const auto hits = [] {
      ints_cache<Policy> cache(50);
      std::mt19937 random(11);
      for (int step = 0; step < 5'000; ++step) {
        const auto key = static_cast<int>(std::min(random() % 300, random() % 300));
        if (!cache.get(key)) {
          cache.put(key, key);
        }
      }
      return cache.stats().hits;
    };
    EXPECT_EQ(hits(), hits());
  });
}

}  // namespace
