// C4 · hits that take no lock: those who read and those who change meet in every order.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::bounded_cache;
using patterns::caching::loading_cache;
using patterns::caching::sieve;
using patterns::caching::stripe_count;
using patterns::caching::stripe_lock;
using patterns::caching::striped_cache;

/// Notices when it ends, or is ended already, while it is copied.
class mortal {
 public:
  explicit mortal(int of) : number(of) {}
  mortal(const mortal& other) : number(other.number) {
    EXPECT_TRUE(other.alive_);
    std::this_thread::yield();
    EXPECT_TRUE(other.alive_);
  }
  mortal& operator=(const mortal&) = default;
  ~mortal() { alive_ = false; }

  int number;

 private:
  struct life {
    life() = default;
    life(const life&) {}
    life& operator=(const life&) { return *this; }
    life& operator=(bool now) {
      is = now;
      return *this;
    }
    explicit operator bool() const { return is; }
    std::atomic<bool> is = true;
  };
  life alive_;
};

/// Has more hits than a gate has lines, so that the gate is open.
template <class Cache>
void open_gate(Cache& cache, int key) {
  for (int i = 0; i < 66; ++i) {
    (void)cache.get(key);
  }
}

/// Its readers look whether the gate is open, and then say that they are inside.
class naive_cache {
 public:
  naive_cache() { value_.emplace(1); }

  std::optional<mortal> get(int) {
    if (!open_) {
      return std::nullopt;
    }
    ++inside_;
    auto copy = value_;
    --inside_;
    return copy;
  }
  void erase(int) {
    open_ = false;
    while (inside_ > 0) {
      std::this_thread::yield();
    }
    value_.reset();
  }

 private:
  std::atomic<bool> open_ = true;
  std::atomic<int> inside_ = 0;
  std::optional<mortal> value_;
};

TEST(C4_read_gate, a_naive_one_lets_a_reader_in_that_looked_before) {
  EXPECT_TRUE(finds("expectation", {.schedules = 2000}, [] {
    naive_cache cache;
    together([&] { (void)cache.get(0); }, [&] { cache.erase(0); });
  }));
}

TEST(C4_read_gate, an_erase_waits_for_all_who_read) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    loading_cache<bounded_cache<int, mortal, sieve>, stripe_lock> cache(4);
    cache.put(0, mortal(7));
    open_gate(cache, 0);
    const auto read = [&] {
      if (const auto held = cache.get(0)) {
        EXPECT_EQ(held->number, 7);
      }
    };
    together(read, read, [&] {
      EXPECT_TRUE(cache.erase(0));
      EXPECT_FALSE(cache.contains(0));
    });
  }));
}

TEST(C4_read_gate, what_was_put_is_what_is_found_from_then_on) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    striped_cache<int, mortal, sieve> cache(4, stripe_count{1});
    cache.put(0, mortal(1));
    open_gate(cache, 0);
    std::atomic<int> least = 1;
    const auto read = [&] {
      const int before = least;
      EXPECT_GE(cache.get(0)->number, before);
      EXPECT_GE(cache.get_or_load(0, [](int) { return mortal(0); }).number, before);
    };
    together(read, read, [&] {
      for (int number = 2; number < 4; ++number) {
        cache.put(0, mortal(number));
        least = number;
      }
    });
    EXPECT_EQ(cache.stats().hits, 66U + 4U);
  }));
}

TEST(C4_read_gate, opens_again_while_others_change) {
  EXPECT_TRUE(passes({.schedules = 200}, [] {
    loading_cache<bounded_cache<int, mortal, sieve>, stripe_lock> cache(4);
    cache.put(0, mortal(1));
    together([&] { open_gate(cache, 0); }, [&] { open_gate(cache, 0); },
             [&] {
               cache.put(0, mortal(2));
               cache.put(0, mortal(3));
             });
    EXPECT_EQ(cache.get(0)->number, 3);
    EXPECT_EQ(cache.stats().hits, 2 * 66U + 1U);
  }));
}

}  // namespace
