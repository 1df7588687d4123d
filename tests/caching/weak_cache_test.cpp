#include "googletest.hpp"

#include "fuse.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache_key;
using patterns::caching::key_hash;
using patterns::caching::object_maker;
using patterns::caching::recursive_load_error;
using patterns::caching::weak_cache;
using patterns_test::fuse;

struct unhashable {};

static_assert(object_maker<std::string (*)(int), int, std::string>);
static_assert(object_maker<const char* (*)(int), int, std::string>);
static_assert(object_maker<std::unique_ptr<std::string> (*)(int), int, const std::string>);
static_assert(!object_maker<std::shared_ptr<std::string> (*)(int), int, std::string>);
static_assert(!object_maker<std::string (*)(std::string), int, std::string>);
static_assert(!cache_key<unhashable>);
static_assert(!std::is_copy_constructible_v<weak_cache<int, int>>);

std::string spelled(int number) {
  return std::to_string(number);
}

TEST(C10_weak_cache, shares_an_object_among_those_who_own_it) {
  weak_cache<int, std::string> cache;
  EXPECT_EQ(cache.get(1), nullptr);
  const auto first = cache.get_or_make(1, spelled);
  const auto second = cache.get_or_make(1, [](int) -> std::string { throw std::logic_error("it is there"); });
  EXPECT_EQ(first, second);
  EXPECT_EQ(cache.get(1), first);
  EXPECT_EQ(*first, "1");
  EXPECT_TRUE(cache.contains(1));
  EXPECT_EQ(cache.size(), 1U);
}

TEST(C10_weak_cache, lets_an_entry_go_with_its_last_owner) {
  weak_cache<int, std::string> cache;
  auto first = cache.get_or_make(1, spelled);
  auto second = first;
  first.reset();
  EXPECT_TRUE(cache.contains(1));
  second.reset();
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_FALSE(cache.erase(1));
}

TEST(C10_weak_cache, does_not_grow_with_what_is_gone) {
  weak_cache<int, std::string> cache;
  std::deque<std::shared_ptr<std::string>> recent;
  for (int key = 0; key < 10'000; ++key) {
    recent.push_back(cache.get_or_make(key, spelled));
    if (recent.size() > 10) {
      recent.pop_front();
    }
    ASSERT_EQ(cache.size(), recent.size());
  }
}

TEST(C10_weak_cache, leaves_no_entry_while_an_object_is_destroyed) {
  struct watcher {
    weak_cache<int, watcher>* cache;
    std::vector<bool>* seen;
    watcher(weak_cache<int, watcher>* its_cache, std::vector<bool>* its_seen) : cache(its_cache), seen(its_seen) {}
    watcher(const watcher&) = delete;
    watcher& operator=(const watcher&) = delete;
    ~watcher() { seen->push_back(cache->contains(1)); }
  };
  std::vector<bool> seen;
  weak_cache<int, watcher> cache;
  (void)cache.get_or_make(1, [&](int) { return watcher(&cache, &seen); });
  (void)cache.get_or_make(1, [&](int) { return std::make_unique<watcher>(&cache, &seen); });
  EXPECT_EQ(seen, (std::vector{false, false}));
}

// The object that is on its way out stands still in its destructor, while its key gets another.
TEST(C10_weak_cache, lets_an_object_on_its_way_out_take_no_other_along) {
  struct slow {
    std::function<void()> at_end;
    explicit slow(std::function<void()> f) : at_end(std::move(f)) {}
    slow(const slow&) = delete;
    slow& operator=(const slow&) = delete;
    ~slow() { at_end(); }
  };
  weak_cache<int, slow> cache;
  std::shared_ptr<slow> second;
  auto first = cache.get_or_make(
      1, [&](int) { return slow([&] { second = cache.get_or_make(1, [](int) { return slow([] {}); }); }); });
  first.reset();
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(cache.get(1), second);
  EXPECT_EQ(cache.size(), 1U);
  second.reset();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, may_be_destroyed_before_its_objects) {
  auto cache = std::make_unique<weak_cache<int, std::string>>();
  const auto object = cache->get_or_make(1, spelled);
  const auto pointed = cache->get_or_make(2, [](int) { return std::make_unique<std::string>("two"); });
  cache.reset();
  EXPECT_EQ(*object, "1");
  EXPECT_EQ(*pointed, "two");
}

TEST(C10_weak_cache, forgets_what_is_erased_and_lets_its_owners_keep_it) {
  weak_cache<int, std::string> cache;
  auto old = cache.get_or_make(1, spelled);
  EXPECT_TRUE(cache.erase(1));
  EXPECT_EQ(cache.get(1), nullptr);
  auto now = cache.get_or_make(1, spelled);
  EXPECT_NE(old, now);
  old.reset();
  EXPECT_EQ(cache.get(1), now);
  cache.clear();
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(*now, "1");
  now.reset();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, holds_nothing_whose_maker_throws) {
  weak_cache<int, std::string> cache;
  EXPECT_THROW((void)cache.get_or_make(1, [](int) -> std::string { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(*cache.get_or_make(1, spelled), "1");
}

TEST(C10_weak_cache, holds_no_null_pointer) {
  weak_cache<int, std::string> cache;
  EXPECT_EQ(cache.get_or_make(1, [](int) { return std::unique_ptr<std::string>(); }), nullptr);
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, refuses_a_maker_that_waits_for_itself) {
  weak_cache<int, std::string> cache;
  const auto circular = [&](int) -> std::string { return *cache.get_or_make(1, spelled); };
  try {
    (void)cache.get_or_make(1, circular);
    FAIL() << "no exception";
  } catch (const recursive_load_error& error) {
    EXPECT_STREQ(error.what(), "weak_cache: the load of key 1 waits for itself");
  }
  EXPECT_EQ(cache.size(), 0U);
  const auto nested = [&](int key) { return *cache.get_or_make(key + 1, spelled) + " after"; };
  EXPECT_EQ(*cache.get_or_make(1, nested), "2 after");
  EXPECT_EQ(cache.size(), 0U);
}

struct shape {
  virtual ~shape() = default;
  [[nodiscard]] virtual int corners() const = 0;
};
struct square : shape {
  [[nodiscard]] int corners() const override { return 4; }
};

struct self_aware : std::enable_shared_from_this<self_aware> {
  int number;
  explicit self_aware(int n) : number(n) {}
};

TEST(C10_weak_cache, holds_what_cannot_be_moved_is_abstract_const_or_knows_its_owners) {
  weak_cache<int, std::mutex> locks;
  const auto lock = locks.get_or_make(1, [](int) { return std::mutex(); });
  EXPECT_TRUE(lock->try_lock());
  EXPECT_FALSE(locks.get(1)->try_lock());
  lock->unlock();

  weak_cache<std::string, const shape> shapes;
  const auto one = shapes.get_or_make("square", [](const std::string&) { return std::make_unique<square>(); });
  EXPECT_EQ(one->corners(), 4);
  EXPECT_EQ(shapes.get("square"), one);

  weak_cache<int, self_aware> aware;
  auto object = aware.get_or_make(7, [](int key) { return self_aware(key); });
  EXPECT_EQ(object->shared_from_this(), object);
  EXPECT_EQ(object->number, 7);
  object.reset();
  EXPECT_EQ(aware.size(), 0U);
}

struct fragile {
  int number;
  fragile(int n) : number(n) {}
  fragile(const fragile& other) : number(other.number) { fuse::use(); }
  fragile& operator=(const fragile&) = delete;
  friend bool operator==(const fragile& a, const fragile& b) {
    fuse::use();
    return a.number == b.number;
  }
};

struct fragile_colliding_hash {
  std::size_t operator()(const fragile&) const {
    fuse::use();
    return 42;
  }
};

TEST(C10_weak_cache, is_unchanged_by_a_key_hash_or_equality_that_throws) {
  using fragile_cache = weak_cache<fragile, int, fragile_colliding_hash>;
  const auto number_of = [](const fragile& key) { return key.number; };
  const std::vector<std::function<void(fragile_cache&, const fragile&)>> operations{
      [&](fragile_cache& cache, const fragile& key) { (void)cache.get_or_make(key, number_of); },
      [](fragile_cache& cache, const fragile& key) { (void)cache.get(key); },
      [](fragile_cache& cache, const fragile& key) { cache.erase(key); },
  };
  int failures = 0;
  for (const auto& operation : operations) {
    for (const int number : {2, 9}) {
      for (int uses = 0; uses < 10; ++uses) {
        fragile_cache cache;
        std::vector<std::shared_ptr<int>> owners;
        for (const int n : {1, 2, 3}) {
          owners.push_back(cache.get_or_make(n, number_of));
        }
        fuse::left = uses;
        try {
          operation(cache, number);
        } catch (const std::runtime_error&) {
          ++failures;
          fuse::left = -1;
          EXPECT_EQ(cache.size(), 3U);
          EXPECT_EQ(cache.get(2), owners[1]);
        }
        fuse::left = 0;
        owners.clear();
        EXPECT_EQ(std::exchange(fuse::left, -1), 0) << "to let go calls no hash and no equality";
        EXPECT_EQ(cache.size(), 0U);
      }
    }
  }
  EXPECT_GE(failures, 12);
}

TEST(C10_weak_cache, makes_one_object_for_all_who_ask_at_once) {
  constexpr int threads = 4;
  weak_cache<int, std::string> cache;
  std::atomic<int> made = 0;
  const auto make = [&](int key) {
    ++made;
    while (cache.waiting(key) < threads - 1) {
      std::this_thread::yield();
    }
    return std::to_string(key);
  };
  std::vector<std::shared_ptr<std::string>> got(threads);
  std::vector<std::thread> workers;
  for (auto& mine : got) {
    workers.emplace_back([&] { mine = cache.get_or_make(5, make); });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(made, 1);
  EXPECT_TRUE(std::ranges::all_of(got, [&](const auto& mine) { return mine == got.front(); }));
  got.clear();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, gives_the_error_of_the_maker_to_all_who_wait) {
  weak_cache<int, std::string> cache;
  std::atomic<int> failed = 0;
  const auto ask = [&] {
    try {
      (void)cache.get_or_make(5, [&](int key) -> std::string {
        while (cache.waiting(key) < 1) {
          std::this_thread::yield();
        }
        throw std::runtime_error("no");
      });
    } catch (const std::runtime_error&) {
      ++failed;
    }
  };
  std::thread other(ask);
  ask();
  other.join();
  EXPECT_EQ(failed, 2);
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, keeps_nothing_that_was_erased_while_it_was_made) {
  weak_cache<int, std::string> cache;
  const auto old = cache.get_or_make(1, [&](int key) {
    EXPECT_TRUE(cache.erase(key));
    return std::string("old");
  });
  EXPECT_EQ(*old, "old");
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C10_weak_cache, has_at_most_one_object_a_key_while_owners_come_and_go) {
  struct counted {
    std::atomic<int>* alive;
    explicit counted(std::atomic<int>* count) : alive(count) { ++*alive; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { --*alive; }
  };
  constexpr int threads = 4;
  constexpr int rounds = 2'000;
  std::array<std::atomic<int>, 3> alive{};
  weak_cache<int, counted> cache;
  std::latch start(threads);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&, id] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const int key = (round + id) % 3;
        const auto mine = cache.get_or_make(key, [&](int k) { return counted(&alive[static_cast<std::size_t>(k)]); });
        wrong += cache.get(key) != mine;
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_TRUE(std::ranges::all_of(alive, [](const auto& count) { return count == 0; }));
}

}  // namespace
