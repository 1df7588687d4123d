#include "googletest.hpp"

#include <signal.h>
#include <sched.h>
#include <sys/resource.h>

#include "shared_memory_children.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

// In the implementation of the module: called between any two steps that leave the memory in another state.
extern "C" {
extern void (*patterns_shared_memory_step)();
}

namespace jobs {

using namespace std::chrono_literals;
using patterns::caching::shared_memory_busy;
using patterns::caching::shared_memory_cache;
using patterns::caching::shared_memory_error;
using patterns::caching::shared_memory_options;
using patterns_test::end_of;
using patterns_test::hand_clock;
using patterns_test::memory_name;
using patterns_test::message_of;
using patterns_test::report;
using patterns_test::start;
using patterns_test::was_killed;

using texts = shared_memory_cache<std::string, std::string, hand_clock&>;

int steps_left = 0;

/// In the child: ends it after `steps` more of what it does to the memory.
void die_after(int steps) {
  steps_left = steps;
  patterns_shared_memory_step = [] {
    if (steps_left-- == 0) {
      ::raise(SIGKILL);
    }
  };
}

void stop_after(int steps) {
  steps_left = steps;
  patterns_shared_memory_step = [] {
    if (steps_left-- == 0) {
      ::raise(SIGSTOP);
    }
  };
}

constexpr shared_memory_options without_patience{.bytes = 8 * 1024, .stripes = 1, .patience = 0ms};
const std::string old_value(100, 'o');
const std::string new_value(200, 'n');

/// A cache with what is there before a process dies, and no name.
class scene {
 public:
  explicit scene(bool full) {
    const memory_name name;
    cached.emplace(name.text(), without_patience, clock);
    cached->put("target", old_value);
    cached->put("short", old_value, 1s);
    clock.time += 2s;
    for (int i = 0; full ? cached->stats().evictions == 0 : i < 8; ++i) {
      cached->put(std::to_string(i), std::to_string(i * i));
      others = i + 1;
    }
  }

  [[nodiscard]] std::set<int> present() {
    std::set<int> found;
    for (int i = 0; i < others; ++i) {
      if (const auto value = cached->get(std::to_string(i)); value == std::to_string(i * i)) {
        found.insert(i);
      }
    }
    return found;
  }

  hand_clock clock;
  std::optional<texts> cached;
  int others = 0;
};

struct deed {
  std::string name;
  bool full;
  void (*act)(texts&);
};

const std::array deeds{
    deed{"put", false, [](texts& cached) { cached.put("fresh", new_value); }},
    deed{"put again", false, [](texts& cached) { cached.put("target", new_value); }},
    deed{"put when it is full", true, [](texts& cached) { cached.put("target", new_value); }},
    deed{"put what is too large", false, [](texts& cached) { cached.put("target", std::string(10'000, 'n')); }},
    deed{"put for a time", false, [](texts& cached) { cached.put("target", new_value, 1h); }},
    deed{"get", false, [](texts& cached) { (void)cached.get("target"); }},
    deed{"get what has expired", false, [](texts& cached) { (void)cached.get("short"); }},
    deed{"erase", false, [](texts& cached) { cached.erase("target"); }},
};

/// That, after a death, all of the memory is in use or free, and nobody waits.
void expect_in_order(report& found, scene& after, const std::string& when) {
  auto& cached = *after.cached;
  std::size_t counted = after.present().size();
  for (const std::string each : {"target", "fresh", "short"}) {
    const auto value = cached.get(each);
    found.expect(!value || value == old_value || value == new_value, when + ": half a value of " + each);
    counted += value ? 1 : 0;
  }
  found.expect(counted == cached.size(), std::format("{}: {} entries, found {}", when, cached.size(), counted));
  auto largest = cached.capacity() - 100;
  found.expect(cached.put("whole", std::string(largest, 'w')) && cached.size() == 1, when + ": some room is lost");
}

/// Dies at every step of every deed, and then at every step of the repair too.
std::vector<std::string> die_everywhere() {
  report found;
  int deaths = 0;
  for (const auto& deed : deeds) {
    scene control(deed.full);
    deed.act(*control.cached);
    const auto survivors = control.present();
    for (int step = 0;; ++step) {
      const auto when = std::format("{}, step {}", deed.name, step);
      scene tried(deed.full);
      const auto status = end_of(start([&] {
        die_after(step);
        deed.act(*tried.cached);
      }));
      if (!was_killed(status)) {
        found.expect(status == 0, when + ": not as it should");
        break;
      }
      ++deaths;
      // Whoever repairs dies over it too, at another step each time.
      for (int time = 0; time < 2; ++time) {
        (void)end_of(start([&] {
          die_after((deaths + 25 * time) % 50);
          (void)tried.cached->get("nobody");
        }));
      }
      const auto left = tried.present();
      found.expect(std::ranges::includes(left, survivors), when + ": another entry is lost");
      found.expect(tried.cached->repairs().deaths == 1 && tried.cached->repairs().dropped <= 1,
                   std::format("{}: {} deaths, {} dropped", when, tried.cached->repairs().deaths,
                               tried.cached->repairs().dropped));
      found.expect(tried.cached->repairs().damages == 0, when + ": damage");
      expect_in_order(found, tried, when);
    }
  }
  found.expect(deaths > 100, std::format("{} deaths", deaths));
  return found.take();
}

/// What a clear leaves is anything, but never half of it.
std::vector<std::string> die_clearing() {
  report found;
  for (int step = 0;; step += 3) {
    scene tried(false);
    const auto status = end_of(start([&] {
      die_after(step);
      tried.cached->clear();
    }));
    if (!was_killed(status)) {
      found.expect(step > 20, "it has hardly a step");
      return found.take();
    }
    expect_in_order(found, tried, std::format("clear, step {}", step));
  }
}

/// Until `child` waits for something.
void await_sleep(::pid_t child) {
  std::string status;
  while (status.find(") S ") == std::string::npos) {
    ::sched_yield();
    std::getline(std::ifstream(std::format("/proc/{}/stat", child)), status);
  }
}

/// Somebody who holds a lock is stopped, for as long as it may be.
std::vector<std::string> meet_one_who_is_stopped() {
  report found;
  const memory_name name;
  hand_clock clock;
  texts hasty(name.text(), without_patience, clock);
  hasty.put("target", old_value);
  texts patient(name.text(), {.bytes = without_patience.bytes, .patience = 2ms}, clock);
  texts very_patient(name.text(), {.bytes = without_patience.bytes, .patience = std::chrono::milliseconds::max()},
                     clock);
  for (const bool dies : {false, true}) {
    const auto holder = start([&] {
      stop_after(5);
      hasty.put("target", new_value);
    });
    found.expect(WIFSTOPPED(end_of(holder, WUNTRACED)), "it did not stop");
    const auto prefix = std::format("shared_memory_cache '{}': another process has held stripe 0 for ", name.text());
    found.expect(message_of<shared_memory_busy>([&] { (void)hasty.get("target"); }) == prefix + "0 ms", "hasty get");
    found.expect(message_of<shared_memory_busy>([&] { (void)patient.size(); }) == prefix + "2 ms", "patient size");
    found.expect(message_of<shared_memory_busy>([&] { hasty.put("target", "x"); }) == prefix + "0 ms", "hasty put");
    const auto waiter = start([&] { ::_exit(very_patient.get("target").has_value() ? 1 : 2); });
    await_sleep(waiter);
    ::kill(holder, dies ? SIGKILL : SIGCONT);
    found.expect(was_killed(end_of(holder)) == dies, "the holder ended otherwise");
    const auto status = end_of(waiter);
    found.expect(WIFEXITED(status) && WEXITSTATUS(status) == (dies ? 2 : 1), "who waited was not served");
    found.expect(hasty.get("target") == (dies ? std::nullopt : std::optional(new_value)), "a wrong value");
  }
  return found.take();
}

/// The memory's maker dies, at every step.
std::vector<std::string> die_making() {
  report found;
  constexpr shared_memory_options tiny{.bytes = 1024, .patience = 0ms};
  hand_clock clock;
  for (int step = 0;; ++step) {
    const memory_name name;
    const auto status = end_of(start([&] {
      die_after(step);
      const texts cached(name.text(), tiny, clock);
    }));
    texts cached(name.text(), tiny, clock);
    found.expect(cached.put("a", "b") && cached.get("a") == "b", std::format("step {}", step));
    if (!was_killed(status)) {
      found.expect(step > 3, "it has hardly a step");
      break;
    }
  }
  // One who is stopped over it.
  const memory_name name;
  const auto maker = start([&] {
    stop_after(3);
    const texts cached(name.text(), tiny, clock);
  });
  found.expect(WIFSTOPPED(end_of(maker, WUNTRACED)), "it did not stop");
  const auto open = [&] { const texts cached(name.text(), tiny, clock); };
  found.expect(message_of<shared_memory_busy>(open) ==
                   std::format("shared_memory_cache '{}': another process has been opening it for 0 ms", name.text()),
               "who opens must wait");
  // The name is taken away meanwhile: who waits for what has no name any more is to make another.
  const auto waiter = start([&] {
    texts cached(name.text(), {.bytes = tiny.bytes, .patience = std::chrono::milliseconds::max()}, clock);
    cached.put("a", "b");
  });
  await_sleep(waiter);
  texts::remove(name.text());
  ::kill(maker, SIGCONT);
  found.expect(end_of(maker) == 0, "the maker failed");
  found.expect(end_of(waiter) == 0, "the waiter failed");
  found.expect(texts(name.text(), tiny, clock).get("a") == "b", "the waiter has something else");
  return found.take();
}

/// There is no memory left: that is said, and nothing stays behind.
std::vector<std::string> make_without_room() {
  report found;
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{32 * 1024, 32 * 1024};
  ::setrlimit(RLIMIT_FSIZE, &little);
  const memory_name name;
  hand_clock clock;
  const auto text =
      message_of<shared_memory_error>([&] { const texts cached(name.text(), {.bytes = 1 << 20}, clock); });
  found.expect(
      text.starts_with(std::format("shared_memory_cache '{}': there is no room for its 1048576 bytes: ", name.text())),
      text);
  found.expect(!name.exists(), "something stays behind");
  return found.take();
}

}  // namespace jobs

namespace {

using patterns_test::in_worker;

const std::vector<std::string> nothing;

TEST(C20_shared_memory_death, at_any_step_costs_no_other_entry) {
  EXPECT_EQ(in_worker<&jobs::die_everywhere>(), nothing);
  EXPECT_EQ(in_worker<&jobs::die_clearing>(), nothing);
}

TEST(C20_shared_memory_death, of_one_who_was_stopped_lets_the_others_go_on) {
  EXPECT_EQ(in_worker<&jobs::meet_one_who_is_stopped>(), nothing);
}

TEST(C20_shared_memory_death, of_the_maker_lets_the_next_begin_anew) {
  EXPECT_EQ(in_worker<&jobs::die_making>(), nothing);
}

TEST(C20_shared_memory_cache, says_when_there_is_no_room) {
  EXPECT_EQ(in_worker<&jobs::make_without_room>(), nothing);
}

}  // namespace
