#include "googletest.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

#include "shared_memory_children.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace jobs {

using namespace std::chrono_literals;
using patterns::caching::shared_memory_cache;
using patterns_test::end_of;
using patterns_test::hand_clock;
using patterns_test::memory_name;
using patterns_test::report;
using patterns_test::start;
using patterns_test::was_killed;

using killed_texts = shared_memory_cache<std::string, std::string, hand_clock&>;

/// Text that tells whether it is whole.
[[nodiscard]] std::string whole_text(std::uint64_t number) {
  std::string text(8 + number % 400, static_cast<char>('a' + number % 26));
  std::memcpy(text.data(), &number, sizeof(number));
  return text;
}

[[nodiscard]] bool is_whole(const std::string& text) {
  std::uint64_t number = 0;
  if (text.size() < sizeof(number)) {
    return false;
  }
  std::memcpy(&number, text.data(), sizeof(number));
  return text == whole_text(number);
}

/// A number that a process and its children share.
class shared_number {
 public:
  shared_number()
      : at_(static_cast<std::atomic<std::uint64_t>*>(
            ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  shared_number(const shared_number&) = delete;
  shared_number& operator=(const shared_number&) = delete;
  ~shared_number() { ::munmap(at_, sizeof(std::uint64_t)); }

  [[nodiscard]] std::atomic<std::uint64_t>* operator->() const noexcept { return at_; }

 private:
  std::atomic<std::uint64_t>* at_;
};

constexpr std::array targets{"target", "other target"};
constexpr int witnesses = 10;

/// Starts somebody who puts the targets for ever, and kills him wherever he may be then.
[[nodiscard]] bool kill_writer(killed_texts& cached, const shared_number& written, std::mt19937& random) {
  const auto before = written->load();
  const auto writer = start([&] {
    for (auto number = before;; ++number) {
      cached.put(targets[number % 2], whole_text(number));
      written->store(number + 1);
    }
  });
  while (written->load() < before + random() % 3) {
    ::sched_yield();
  }
  for (auto turns = random() % 5000; turns != 0; --turns) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  ::kill(writer, SIGKILL);
  return was_killed(end_of(writer));
}

void put_witnesses(killed_texts& cached) {
  for (int i = 0; i < witnesses; ++i) {
    cached.put(std::to_string(i), whole_text(static_cast<std::uint64_t>(i)));
  }
}

void expect_witnesses(report& found, killed_texts& cached, int kill) {
  for (int i = 0; i < witnesses; ++i) {
    found.expect(cached.get(std::to_string(i)) == whole_text(static_cast<std::uint64_t>(i)),
                 std::format("kill {}: entry {} is lost", kill, i));
  }
  for (const auto* const each : targets) {
    const auto value = cached.get(each);
    found.expect(!value || is_whole(*value), std::format("kill {}: half of {}", kill, each));
  }
}

/// Kills writers, one after the other. Nobody waits for a lock here, so that a call fails if one was left behind.
std::vector<std::string> kill_writers(int times, std::uint32_t seed) {
  report found;
  const memory_name name;
  hand_clock clock;
  killed_texts cached(name.text(), {.bytes = 64 * 1024, .stripes = 2, .patience = 0ms}, clock);
  put_witnesses(cached);
  const shared_number written;
  std::mt19937 random(seed);
  for (int i = 0; i < times; ++i) {
    found.expect(kill_writer(cached, written, random), "a writer ended by itself");
    expect_witnesses(found, cached, i);
  }
  const auto repairs = cached.repairs();
  found.expect(cached.size() >= witnesses && cached.size() <= witnesses + 2, std::format("{} entries", cached.size()));
  found.expect(cached.stats().evictions == 0, "something was evicted");
  found.expect(repairs.deaths > static_cast<std::uint64_t>(times / 50),
               std::format("only {} of {} kills met a writer under the lock", repairs.deaths, times));
  found.expect(repairs.damages == 0 && repairs.dropped <= repairs.deaths,
               std::format("{} damages, {} dropped", repairs.damages, repairs.dropped));
  return found.take();
}

/// Kills writers while others work, who wait for the locks that these hold.
std::vector<std::string> kill_beside_others(int times, std::uint32_t seed) {
  report found;
  const memory_name name;
  hand_clock clock;
  killed_texts cached(name.text(), {.bytes = 64 * 1024, .stripes = 1, .patience = 1min}, clock);
  put_witnesses(cached);
  const shared_number ended;
  std::array<::pid_t, 2> others{};
  for (auto& other : others) {
    const auto key = std::format("of another {}", &other - others.data());
    other = start([&] {
      for (std::uint64_t number = 0; ended->load() == 0; ++number) {
        cached.put(key, whole_text(number));
        if (cached.get(key) != whole_text(number)) {
          ::_exit(1);
        }
      }
    });
  }
  const shared_number written;
  std::mt19937 random(seed);
  for (int i = 0; i < times; ++i) {
    found.expect(kill_writer(cached, written, random), "a writer ended by itself");
    expect_witnesses(found, cached, i);
  }
  ended->store(1);
  for (const auto other : others) {
    found.expect(end_of(other) == 0, "another found something else than it had put");
  }
  found.expect(cached.repairs().damages == 0, "damage");
  return found.take();
}

/// One of several who use the same memory, by several threads.
std::vector<std::string> use_with_others(const std::string& name, std::uint32_t seed, int calls) {
  report found;
  std::mutex reporting;
  shared_memory_cache<std::string, std::string> cached(name, {.bytes = 16 * 1024, .stripes = 2, .patience = 1min});
  std::vector<std::thread> threads;
  for (std::uint32_t thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&, random = std::mt19937(2 * seed + thread)]() mutable {
      for (int i = 0; i < calls; ++i) {
        const auto key = std::to_string(random() % 40);
        if (random() % 2 == 0) {
          cached.put(key, whole_text(random()));
        } else if (random() % 8 == 0) {
          cached.erase(key);
        } else if (const auto value = cached.get(key); value && !is_whole(*value)) {
          const std::lock_guard lock(reporting);
          found.expect(false, "half of a value");
        }
      }
    });
  }
  for (auto& each : threads) {
    each.join();
  }
  return found.take();
}

}  // namespace jobs

namespace {

using patterns_test::in_worker;

const std::vector<std::string> nothing;

TEST(C20_shared_memory_kill, at_a_thousand_random_points_costs_no_other_entry) {
  EXPECT_EQ(in_worker<&jobs::kill_writers>(1000, 20U), nothing);
}

TEST(C20_shared_memory_kill, beside_others_leaves_them_at_work) {
  EXPECT_EQ(in_worker<&jobs::kill_beside_others>(100, 21U), nothing);
}

TEST(C20_shared_memory_cache, is_used_by_processes_and_threads_at_once) {
  const patterns_test::memory_name name;
  patterns::concurrency::process_pool<&jobs::use_with_others> pool({.workers = 3});
  std::vector<std::future<std::vector<std::string>>> results;
  for (std::uint32_t i = 0; i < 3; ++i) {
    results.push_back(pool.submit(name.text(), i, 3000));
  }
  for (auto& each : results) {
    EXPECT_EQ(each.get(), nothing);
  }
  patterns::caching::shared_memory_cache<std::string, std::string> cached(name.text(), {.bytes = 16 * 1024});
  EXPECT_EQ(cached.repairs(), patterns::caching::shared_memory_repairs());
  EXPECT_GT(cached.stats().evictions, 0U);
}

}  // namespace
