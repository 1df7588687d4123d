#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using patterns::async::async_event;
using patterns::async::async_latch;
using patterns::async::async_mutex;
using patterns::async::async_once;
using patterns::async::async_queue;
using patterns::async::async_semaphore;
using patterns::async::event_reset;
using patterns::async::operation_cancelled;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::trampoline;
using patterns_test::start;
using patterns_test::started;

namespace {

// What is done to two coroutines that wait in line: `grant` gives what they wait for once, `cancel` and `destroy` are
// for the first of them, and `resume` lets the thread come to rest, so that those that were woken go on.
enum class action { grant, cancel, destroy, resume };

std::string describe(const std::vector<action>& actions) {
  std::string all;
  for (const auto each : actions) {
    constexpr std::array<std::string_view, 4> names = {"grant ", "cancel ", "destroy ", "resume "};
    all += names[static_cast<std::size_t>(each)];
  }
  return all;
}

// How a primitive deals with grants.
struct rules {
  bool to_all = false;     // a grant is for everybody
  bool passed_on = true;   // what was granted to one that is destroyed goes to the next
  bool continued = false;  // the first that goes on grants to the next
  int most_unused = std::numeric_limits<int>::max();
};

// What must happen, said without a lock, a callback or a coroutine.
class model {
 public:
  explicit model(const rules& how) : how_(how) {}

  [[nodiscard]] bool can_grant() const { return unused_ < how_.most_unused; }

  void grant() {
    if (how_.to_all) {
      unused_ = 1;
      wake(first_, 'a');
      wake(second_, 'b');
    } else if (!wake(first_, 'a') && !wake(second_, 'b')) {
      ++unused_;
    }
  }

  void cancel() {
    if (first_ == standing::waiting) {
      first_ = standing::woken;
      ready_ += 'x';
    }
  }

  void destroy() {
    if (first_ == standing::woken) {
      const bool had_been_granted = ready_.contains_first();
      ready_.remove_first();
      first_ = standing::gone;
      if (had_been_granted && how_.passed_on) {
        grant();
      }
    }
    first_ = standing::gone;
  }

  void resume() {
    while (!ready_.names.empty()) {
      const char next = ready_.names.front();
      ready_.names.erase(0, 1);
      log_ += next;
      if (next != 'b') {
        first_ = standing::gone;
      }
      if (next == 'a' && how_.continued) {
        grant();
      }
    }
  }

  [[nodiscard]] const std::string& log() const { return log_; }
  [[nodiscard]] int unused() const { return unused_; }

 private:
  enum class standing { waiting, woken, gone };

  struct ready_line {
    std::string names;
    void operator+=(char name) { names += name; }
    [[nodiscard]] bool contains_first() const { return names.find('a') != std::string::npos; }
    void remove_first() {
      std::erase_if(names, [](char name) { return name != 'b'; });
    }
  };

  bool wake(standing& which, char name) {
    if (which != standing::waiting) {
      return false;
    }
    which = standing::woken;
    ready_ += name;
    return true;
  }

  rules how_;
  standing first_ = standing::waiting;
  standing second_ = standing::waiting;
  ready_line ready_;
  std::string log_;
  int unused_ = 0;
};

// Logs 'a' or 'b' for a wait that succeeded, and 'x' for one that was cancelled.
template <class Wait>
task<> logged(Wait wait, char name, std::string& log) {
  try {
    co_await wait(name);
    log += name;
  } catch (const operation_cancelled&) {
    log += 'x';
  }
}

template <class Fixture>
void run_one(const std::vector<action>& actions) {
  SCOPED_TRACE(describe(actions));
  model expected(Fixture::how);
  Fixture fixture;
  std::string log;
  stop_source source;
  std::optional<trampoline::scope> busy(std::in_place);
  const auto wait = [&fixture](char name) { return fixture.wait(name); };
  auto first = start(logged(wait, 'a', log), source.get_token());
  auto second = start(logged(wait, 'b', log));
  const auto resume = [&] {
    busy.reset();
    busy.emplace();
    expected.resume();
  };
  for (const auto each : actions) {
    switch (each) {
      case action::grant:
        if (expected.can_grant()) {
          fixture.grant();
          expected.grant();
        }
        break;
      case action::cancel:
        source.request_stop();
        expected.cancel();
        break;
      case action::destroy:
        first.destroy();
        expected.destroy();
        break;
      case action::resume:
        resume();
        break;
    }
  }
  resume();
  EXPECT_EQ(log, expected.log());
  EXPECT_EQ(fixture.unused(), expected.unused());
  second.destroy();
}

template <class Fixture>
void run_every_order(std::vector<action> actions) {
  std::ranges::sort(actions);
  do {
    run_one<Fixture>(actions);
  } while (std::ranges::next_permutation(actions).found);
}

template <class Fixture>
void run_every_order() {
  using enum action;
  run_every_order<Fixture>({grant, resume});
  run_every_order<Fixture>({grant, grant, resume});
  run_every_order<Fixture>({grant, grant, cancel, resume, resume});
  run_every_order<Fixture>({grant, grant, destroy, resume, resume});
  run_every_order<Fixture>({grant, grant, cancel, destroy, resume, resume});
}

struct held_mutex {
  static constexpr rules how{.most_unused = 1};
  async_mutex mutex;
  held_mutex() { mutex.try_lock().release(); }
  auto wait(char) { return mutex.lock_unscoped(); }
  void grant() { mutex.unlock(); }
  int unused() { return mutex.try_lock() ? 1 : 0; }
};

struct empty_semaphore {
  static constexpr rules how{};
  async_semaphore semaphore{0};
  auto wait(char) { return semaphore.acquire_unscoped(); }
  void grant() { semaphore.release(); }
  int unused() { return static_cast<int>(semaphore.available()); }
};

struct automatic_event {
  static constexpr rules how{.most_unused = 1};
  async_event event{event_reset::automatic};
  auto wait(char) { return event.wait(); }
  void grant() { event.set(); }
  int unused() { return event.is_set() ? 1 : 0; }
};

struct manual_event {
  static constexpr rules how{.to_all = true, .passed_on = false};
  async_event event;
  auto wait(char) { return event.wait(); }
  void grant() { event.set(); }
  int unused() { return event.is_set() ? 1 : 0; }
};

struct latch_of_one {
  static constexpr rules how{.to_all = true, .passed_on = false, .most_unused = 1};
  async_latch latch{1};
  auto wait(char) { return latch.wait(); }
  void grant() { latch.count_down(); }
  int unused() { return latch.try_wait() ? 1 : 0; }
};

// Two consumers of an empty queue: what is pushed is granted.
struct empty_queue {
  static constexpr rules how{};
  async_queue<std::unique_ptr<int>> queue;
  std::vector<int> popped;
  int pushed = 0;
  task<> wait(char) { popped.push_back(**co_await queue.pop()); }
  void grant() { EXPECT_TRUE(queue.try_push(std::make_unique<int>(pushed++))); }
  int unused() {
    const auto left = static_cast<int>(queue.size());
    while (const auto element = queue.try_pop()) {
      popped.push_back(**element);
    }
    std::vector<int> all(static_cast<std::size_t>(pushed));
    std::ranges::copy(std::views::iota(0, pushed), all.begin());
    // Not in their order where the first consumer was destroyed when the second had been handed a later element.
    std::ranges::sort(popped);
    EXPECT_EQ(popped, all) << "each once";
    return left;
  }
};

// Two producers before a full queue: what is popped makes room. What was taken from a producer stays in the queue.
struct full_queue {
  static constexpr rules how{.passed_on = false, .most_unused = 1};
  async_queue<std::string> queue{1};
  full_queue() { EXPECT_TRUE(queue.try_push("first")); }
  task<> wait(char name) {
    std::string element(1, name);
    try {
      co_await queue.push(std::move(element));
    } catch (const operation_cancelled&) {
      EXPECT_EQ(element, std::string(1, name)) << "a failed push leaves the element alone";
      throw;
    }
    EXPECT_EQ(element, "");
  }
  void grant() { EXPECT_TRUE(queue.try_pop()); }
  int unused() { return 1 - static_cast<int>(queue.size()); }
};

// Two who wait for the computation of a third, which is destroyed: the first computes, and that serves the second.
struct once_under_way {
  static constexpr rules how{.continued = true, .most_unused = 0};
  async_once<int> once;
  async_event never;
  started leader = start(lead());
  bool granted = false;

  task<> lead() {
    co_await once.get([this] { return never_ends(); });
  }
  task<int> never_ends() {
    co_await never.wait();
    co_return 0;
  }
  static task<int> value() { co_return 5; }
  task<> wait(char) { EXPECT_EQ(co_await once.get(&value), 5); }
  void grant() { leader.destroy(); }
  int unused() { return 0; }
};

TEST(async_core_wait_queue, every_order_of_grant_cancel_destroy_and_resume_for_a_mutex) {
  run_every_order<held_mutex>();
}

TEST(async_core_wait_queue, every_order_for_a_semaphore) {
  run_every_order<empty_semaphore>();
}

TEST(async_core_wait_queue, every_order_for_an_event_that_resets_itself) {
  run_every_order<automatic_event>();
}

TEST(async_core_wait_queue, every_order_for_an_event) {
  run_every_order<manual_event>();
}

TEST(async_core_wait_queue, every_order_for_a_latch) {
  run_every_order<latch_of_one>();
}

TEST(async_core_wait_queue, every_order_for_consumers) {
  run_every_order<empty_queue>();
}

TEST(async_core_wait_queue, every_order_for_producers) {
  run_every_order<full_queue>();
}

// The leader is destroyed once.
TEST(async_core_wait_queue, every_order_for_a_computation_that_is_handed_on) {
  using enum action;
  static_assert(once_under_way::how.continued);
  for (auto actions : {std::vector{grant, resume}, std::vector{grant, cancel, resume},
                       std::vector{grant, destroy, resume}, std::vector{grant, cancel, destroy, resume, resume}}) {
    run_every_order<once_under_way>(actions);
  }
}

// One that is woken together with others destroys them before they go on.
TEST(async_core_wait_queue, the_first_of_many_that_are_woken_may_destroy_the_others) {
  async_event event;
  std::vector<started> others(3);
  std::string log;
  const auto destroys = [](async_event& until, std::vector<started>& all, std::string& to) -> task<> {
    co_await until.wait();
    all.clear();
    to += "first ";
  };
  const auto first = start(destroys(event, others, log));
  const auto waits = [&event](char) { return event.wait(); };
  for (auto& each : others) {
    each = start(logged(waits, 'o', log));
  }
  event.set();
  EXPECT_EQ(log, "first ");
}

// A waiter that is cancelled goes on when the request is complete, not in the midst of it.
TEST(async_core_wait_queue, a_stop_runs_all_its_callbacks_before_it_resumes_anybody) {
  async_event event;
  stop_source source;
  std::string log;
  const patterns::concurrency::stop_callback last(source.get_token(), [&log] { log += "callback "; });
  const auto waits = [&event](char) { return event.wait(); };
  const auto waiting = start(logged(waits, 'a', log), source.get_token());
  source.request_stop();
  EXPECT_EQ(log, "callback x");
}

// A request can be passed around before it is awaited; its awaiter cannot.
TEST(async_core_wait_queue, a_wait_can_be_handed_to_what_awaits_it_later) {
  async_semaphore semaphore(1);
  const stop_source source;
  auto request = semaphore.acquire();
  const auto permit =
      patterns::async::sync_wait(patterns::async::with_stop_token(source.get_token(), std::move(request)));
  EXPECT_TRUE(permit);
  EXPECT_EQ(semaphore.available(), 0);
}

}  // namespace
