// C13-C17 primitives · what a wait_queue promises: a wait is granted or cancelled, once, and nothing is lost.
#include "explore.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::async::async_event;
using patterns::async::async_latch;
using patterns::async::async_mutex;
using patterns::async::async_once;
using patterns::async::async_queue;
using patterns::async::async_semaphore;
using patterns::async::event_reset;
using patterns::async::operation_cancelled;
using patterns::async::queue_closed;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;

/// How waits ended.
struct tally {
  std::atomic<int> granted = 0;
  std::atomic<int> cancelled = 0;
};

/// What may go wrong with a lock whose waits can be cancelled.
enum class flaw {
  none,
  /// The unlocking thread lets go of the mutex before it looks whether the wait has been cancelled.
  looks_outside,
  /// Who is stopped after the lock was handed over gives up all the same.
  drops_grant,
  /// A stop that comes before the wait is in the line is forgotten.
  misses_early_stop,
  /// The callback resumes the coroutine while it holds the mutex.
  resumes_inside,
};

template <flaw Flaw>
class naive_mutex {
 public:
  class lock_awaiter {
   public:
    lock_awaiter(naive_mutex& owner, stop_token token) : owner_(owner), token_(std::move(token)) {}
    lock_awaiter(const lock_awaiter&) = delete;
    lock_awaiter& operator=(const lock_awaiter&) = delete;
    ~lock_awaiter() = default;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiting) {
      waiting_ = waiting;
      on_stop_.emplace(token_, [this] { owner_.cancel(*this); });
      const std::lock_guard lock(owner_.mutex_);
      if (cancelled_) {
        return false;
      }
      if (!std::exchange(owner_.locked_, true)) {
        granted_ = true;
        return false;
      }
      parked_ = true;
      owner_.line_.push_back(this);
      return true;
    }
    [[nodiscard]] bool await_resume() {
      on_stop_.reset();
      return !cancelled_;
    }

   private:
    friend class naive_mutex;

    naive_mutex& owner_;
    stop_token token_;
    std::coroutine_handle<> waiting_;
    bool parked_ = false;
    bool granted_ = false;
    std::atomic<bool> cancelled_ = false;
    std::optional<stop_callback<std::function<void()>>> on_stop_;
  };

  [[nodiscard]] lock_awaiter lock(stop_token token) { return lock_awaiter(*this, std::move(token)); }

  [[nodiscard]] bool try_lock() {
    const std::lock_guard lock(mutex_);
    return !std::exchange(locked_, true);
  }

  void unlock() {
    std::unique_lock lock(mutex_);
    if (line_.empty()) {
      locked_ = false;
      return;
    }
    auto& first = *line_.front();
    line_.pop_front();
    if (Flaw != flaw::looks_outside) {
      first.granted_ = true;
    }
    lock.unlock();
    if (Flaw == flaw::looks_outside && first.cancelled_) {
      unlock();
    } else {
      first.waiting_.resume();
    }
  }

 private:
  void cancel(lock_awaiter& stopped) {
    std::unique_lock lock(mutex_);
    if (stopped.granted_) {
      if (Flaw == flaw::drops_grant) {
        stopped.cancelled_ = true;
      }
      return;
    }
    std::erase(line_, &stopped);
    if (Flaw != flaw::misses_early_stop || stopped.parked_) {
      stopped.cancelled_ = true;
    }
    if (Flaw != flaw::resumes_inside) {
      lock.unlock();
    }
    if (stopped.parked_) {
      stopped.waiting_.resume();
    }
  }

  std::mutex mutex_;
  bool locked_ = false;
  std::deque<lock_awaiter*> line_;
};

template <flaw Flaw>
task<> enter_naive(naive_mutex<Flaw>& mutex, stop_token token, tally& ends) {
  if (co_await mutex.lock(std::move(token))) {
    ++ends.granted;
    mutex.unlock();
  } else {
    ++ends.cancelled;
    if (mutex.try_lock()) {
      mutex.unlock();
    }
  }
}

template <flaw Flaw>
void unlock_against_stop() {
  naive_mutex<Flaw> mutex;
  tally ends;
  stop_source source;
  EXPECT_TRUE(mutex.try_lock());
  together([&] { sync_wait(enter_naive(mutex, source.get_token(), ends)); }, [&] { mutex.unlock(); },
           [&] { source.request_stop(); });
  EXPECT_EQ(ends.granted + ends.cancelled, 1);
  EXPECT_TRUE(mutex.try_lock()) << "the lock is lost";
}

template <flaw Flaw>
void stop_alone() {
  naive_mutex<Flaw> mutex;
  tally ends;
  stop_source source;
  EXPECT_TRUE(mutex.try_lock());
  together([&] { sync_wait(enter_naive(mutex, source.get_token(), ends)); }, [&] { source.request_stop(); });
  EXPECT_EQ(ends.cancelled, 1);
}

TEST(async_wait_queue, a_small_one_without_the_flaws_that_follow) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, unlock_against_stop<flaw::none>));
  EXPECT_TRUE(passes({.schedules = 400, .spurious_wakeups = false}, stop_alone<flaw::none>));
}

// The second to resume it may find the coroutine running or gone.
TEST(async_wait_queue, a_naive_unlock_and_a_stop_both_resume) {
  EXPECT_TRUE(finds("", {.schedules = 500}, unlock_against_stop<flaw::looks_outside>));
}

TEST(async_wait_queue, a_naive_stop_loses_the_lock_that_was_handed_over) {
  EXPECT_TRUE(finds("the lock is lost", {.schedules = 500}, unlock_against_stop<flaw::drops_grant>));
}

TEST(async_wait_queue, a_naive_wait_sleeps_beside_a_stop_that_came_early) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, stop_alone<flaw::misses_early_stop>));
}

TEST(async_wait_queue, a_naive_callback_resumes_who_wants_the_mutex_that_it_holds) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, stop_alone<flaw::resumes_inside>));
}

task<> enter(async_mutex& mutex, std::atomic<int>& inside, tally& ends) {
  try {
    const auto guard = co_await mutex.lock();
    EXPECT_EQ(++inside, 1);
    --inside;
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  }
}

TEST(async_mutex, a_hand_over_or_a_stop_ends_the_wait) {
  const auto body = [] {
    async_mutex mutex;
    std::atomic<int> inside = 0;
    tally ends;
    stop_source source;
    auto held = mutex.try_lock();
    together([&] { sync_wait(enter(mutex, inside, ends), source.get_token()); }, [&] { source.request_stop(); },
             [&] { held.reset(); });
    EXPECT_EQ(ends.granted + ends.cancelled, 1);
    EXPECT_TRUE(mutex.try_lock()) << "the lock is lost";
  };
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, body));
}

TEST(async_mutex, a_stop_alone_wakes_who_waits_whenever_it_comes) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    async_mutex mutex;
    std::atomic<int> inside = 0;
    tally ends;
    stop_source source;
    const auto held = mutex.try_lock();
    together([&] { sync_wait(enter(mutex, inside, ends), source.get_token()); }, [&] { source.request_stop(); });
    EXPECT_EQ(ends.cancelled, 1);
  }));
}

TEST(async_mutex, who_stands_behind_one_that_is_cancelled_gets_the_lock) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_mutex mutex;
    std::atomic<int> inside = 0;
    tally stopped;
    tally patient;
    stop_source source;
    together(
        [&] {
          sync_wait(enter(mutex, inside, stopped), source.get_token());
          sync_wait(enter(mutex, inside, stopped), source.get_token());
        },
        [&] {
          sync_wait(enter(mutex, inside, patient));
          sync_wait(enter(mutex, inside, patient));
        },
        [&] { source.request_stop(); });
    EXPECT_EQ(stopped.granted + stopped.cancelled, 2);
    EXPECT_EQ(patient.granted, 2);
    EXPECT_TRUE(mutex.try_lock()) << "the lock is lost";
  }));
}

task<> enter_and_let_go(std::unique_ptr<async_mutex>& mutex) {
  co_await mutex->lock_unscoped();
  mutex.reset();
}

TEST(async_mutex, whoever_gets_it_may_destroy_it) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    auto mutex = std::make_unique<async_mutex>();
    auto* const raw = mutex.get();
    mutex->try_lock().release();
    together([&] { sync_wait(enter_and_let_go(mutex)); }, [raw] { raw->unlock(); });
    EXPECT_EQ(mutex, nullptr);
  }));
}

task<> hold(async_semaphore& semaphore, std::atomic<int>& inside, tally& ends) {
  try {
    const auto permit = co_await semaphore.acquire();
    EXPECT_LE(++inside, 2);
    --inside;
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  }
}

TEST(async_semaphore, the_permits_add_up_whoever_is_cancelled) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_semaphore semaphore(2);
    std::atomic<int> inside = 0;
    tally ends;
    stop_source source;
    auto first = semaphore.try_acquire();
    auto second = semaphore.try_acquire();
    together([&] { sync_wait(hold(semaphore, inside, ends), source.get_token()); },
             [&] { sync_wait(hold(semaphore, inside, ends)); },
             [&] {
               first.reset();
               second.reset();
             },
             [&] { source.request_stop(); });
    EXPECT_EQ(ends.granted + ends.cancelled, 2);
    EXPECT_GE(ends.granted, 1);
    EXPECT_EQ(semaphore.available(), 2);
  }));
}

TEST(async_semaphore, two_releases_at_once_are_two_permits) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_semaphore semaphore(0);
    std::atomic<int> inside = 0;
    tally ends;
    together([&] { sync_wait(hold(semaphore, inside, ends)); }, [&] { semaphore.release(); },
             [&] { semaphore.release(); });
    EXPECT_EQ(ends.granted, 1);
    EXPECT_EQ(semaphore.available(), 2);
  }));
}

task<> produce(async_queue<int>& queue, int element, tally& ends) {
  try {
    co_await queue.push(element);
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  } catch (const queue_closed&) {
    ++ends.cancelled;
  }
}

task<> consume(async_queue<int>& queue, std::vector<int>& got, tally& ends) {
  try {
    if (const auto element = co_await queue.pop()) {
      got.push_back(*element);
      ++ends.granted;
    }
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  }
}

void empty_into(async_queue<int>& queue, std::vector<int>& got) {
  while (const auto left = queue.try_pop()) {
    got.push_back(*left);
  }
}

TEST(async_queue, an_element_comes_out_once_or_its_push_was_cancelled) {
  for (const std::size_t capacity : {0U, 1U}) {
    EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false},
                       [capacity] {
                         async_queue<int> queue(capacity);
                         std::vector<int> got;
                         tally pushed;
                         tally popped;
                         stop_source source;
                         together(
                             [&] {
                               sync_wait(produce(queue, 1, pushed), source.get_token());
                               sync_wait(produce(queue, 2, pushed), source.get_token());
                             },
                             [&] { sync_wait(consume(queue, got, popped), source.get_token()); },
                             [&] { source.request_stop(); });
                         empty_into(queue, got);
                         EXPECT_EQ(pushed.granted + pushed.cancelled, 2);
                         EXPECT_EQ(popped.granted + popped.cancelled, 1);
                         EXPECT_EQ(got.size(), static_cast<std::size_t>(pushed.granted));
                         EXPECT_TRUE(std::ranges::is_sorted(got));
                         EXPECT_EQ(queue.size(), 0U);
                       }))
        << "with a capacity of " << capacity;
  }
}

TEST(async_queue, a_pop_that_is_cancelled_takes_nothing_along) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_queue<int> queue;
    std::vector<int> got_first;
    std::vector<int> got_second;
    tally stopped;
    tally patient;
    stop_source source;
    together([&] { sync_wait(consume(queue, got_first, stopped), source.get_token()); },
             [&] { sync_wait(consume(queue, got_second, patient)); }, [&] { source.request_stop(); },
             [&] {
               EXPECT_TRUE(queue.try_push(1));
               EXPECT_TRUE(queue.try_push(2));
             });
    EXPECT_EQ(stopped.granted + stopped.cancelled, 1);
    EXPECT_EQ(patient.granted, 1);
    empty_into(queue, got_second);
    EXPECT_EQ(got_first.size() + got_second.size(), 2U);
  }));
}

TEST(async_queue, a_close_ends_every_wait_and_loses_no_element) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_queue<int> queue(1);
    std::vector<int> got;
    tally pushed;
    tally popped;
    together(
        [&] {
          sync_wait(produce(queue, 1, pushed));
          sync_wait(produce(queue, 2, pushed));
        },
        [&] { sync_wait(consume(queue, got, popped)); }, [&] { queue.close(); });
    EXPECT_EQ(pushed.granted + pushed.cancelled, 2);
    empty_into(queue, got);
    EXPECT_EQ(got.size(), static_cast<std::size_t>(pushed.granted));
  }));
}

task<> pass(async_event& event, tally& ends) {
  try {
    co_await event.wait();
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  }
}

TEST(async_event, a_set_that_meets_a_cancelled_wait_is_kept) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event event(event_reset::automatic);
    tally ends;
    stop_source source;
    together([&] { sync_wait(pass(event, ends), source.get_token()); },
             [&] { sync_wait(pass(event, ends), source.get_token()); }, [&] { event.set(); },
             [&] { source.request_stop(); });
    EXPECT_EQ(ends.granted + ends.cancelled, 2);
    EXPECT_EQ(ends.granted + (event.is_set() ? 1 : 0), 1);
  }));
}

task<> pass_and_let_go(std::unique_ptr<async_event>& event) {
  co_await event->wait();
  event.reset();
}

TEST(async_event, who_was_let_through_may_destroy_it) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    auto event = std::make_unique<async_event>();
    together([raw = event.get()] { raw->set(); }, [&] { sync_wait(pass_and_let_go(event)); });
    EXPECT_EQ(event, nullptr);
  }));
}

task<> arrive(async_latch& latch, tally& ends) {
  try {
    co_await latch.arrive_and_wait();
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  }
}

TEST(async_latch, counts_who_arrives_also_if_the_wait_is_cancelled) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_latch latch(2);
    tally stopped;
    tally patient;
    stop_source source;
    together([&] { sync_wait(arrive(latch, stopped), source.get_token()); }, [&] { sync_wait(arrive(latch, patient)); },
             [&] { source.request_stop(); });
    EXPECT_EQ(stopped.granted + stopped.cancelled, 1);
    EXPECT_EQ(patient.granted, 1);
    EXPECT_TRUE(latch.try_wait());
  }));
}

task<> wait_and_let_go(std::unique_ptr<async_latch>& latch) {
  co_await latch->wait();
  latch.reset();
}

TEST(async_latch, who_has_waited_may_destroy_it) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    auto latch = std::make_unique<async_latch>(1);
    together([raw = latch.get()] { raw->count_down(); }, [&] { sync_wait(wait_and_let_go(latch)); });
    EXPECT_EQ(latch, nullptr);
  }));
}

/// The first computation fails.
task<int> compute(std::atomic<int>& under_way, std::atomic<int>& begun) {
  EXPECT_EQ(++under_way, 1);
  const bool first = ++begun == 1;
  --under_way;
  if (first) {
    throw std::runtime_error("no");
  }
  co_return 7;
}

task<> ask(async_once<int>& once, std::atomic<int>& under_way, std::atomic<int>& begun, tally& ends,
           std::atomic<int>& failed) {
  try {
    EXPECT_EQ(co_await once.get([&] { return compute(under_way, begun); }), 7);
    ++ends.granted;
  } catch (const operation_cancelled&) {
    ++ends.cancelled;
  } catch (const std::runtime_error&) {
    ++failed;
  }
}

TEST(async_once, when_one_fails_the_next_computes_and_a_stop_loses_no_turn) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_once<int> once;
    std::atomic<int> under_way = 0;
    std::atomic<int> begun = 0;
    std::atomic<int> failed = 0;
    tally stopped;
    tally patient;
    stop_source source;
    together([&] { sync_wait(ask(once, under_way, begun, stopped, failed), source.get_token()); },
             [&] { sync_wait(ask(once, under_way, begun, patient, failed)); },
             [&] { sync_wait(ask(once, under_way, begun, patient, failed)); }, [&] { source.request_stop(); });
    EXPECT_EQ(failed, 1) << "whose computation fails gets the error, and nobody else";
    EXPECT_EQ(stopped.granted + stopped.cancelled + patient.granted + failed, 3);
    EXPECT_EQ(begun, 2);
    EXPECT_TRUE(once.has_value());
  }));
}

}  // namespace
