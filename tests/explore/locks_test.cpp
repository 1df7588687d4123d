// C6, C15, D3 · rw_lock, counting_gate, object_pool: whoever gives up, or fails, loses nobody's turn.
#include "explore.hpp"

import std;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::concurrency::counting_gate;
using patterns::concurrency::object_pool;
using patterns::concurrency::prefer;
using patterns::concurrency::rw_lock;
using patterns::concurrency::stop_source;
using namespace std::chrono_literals;

/// Readers wait while a writer waits; a writer who gives up forgets that they do.
class naive_rw_lock {
 public:
  bool try_lock_for(std::chrono::seconds patience) {
    std::unique_lock lock(mutex_);
    ++writers_waiting_;
    const bool entered = writer_may_enter_.wait_for(lock, patience, [this] { return readers_ == 0; });
    --writers_waiting_;
    return entered;
  }

  void lock_shared() {
    std::unique_lock lock(mutex_);
    readers_may_enter_.wait(lock, [this] { return writers_waiting_ == 0; });
    ++readers_;
  }

  void unlock_shared() {
    const std::lock_guard lock(mutex_);
    if (--readers_ == 0) {
      writer_may_enter_.notify_one();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable writer_may_enter_;
  std::condition_variable readers_may_enter_;
  int writers_waiting_ = 0;
  int readers_ = 0;
};

/// One reader is inside until a second has come, whom only a writer who waits keeps out.
template <class Lock>
void writer_gives_up_between_two_readers() {
  Lock lock;
  std::atomic<bool> wrote = false;
  lock.lock_shared();
  together([&] { wrote = lock.try_lock_for(1s); },
           [&] {
             lock.lock_shared();
             lock.unlock_shared();
           });
  EXPECT_FALSE(wrote);
  lock.unlock_shared();
}

TEST(C6_rw_lock, a_naive_writer_who_gives_up_leaves_the_readers_outside) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false},
                    writer_gives_up_between_two_readers<naive_rw_lock>));
}

TEST(C6_rw_lock, a_writer_who_gives_up_lets_the_readers_in) {
  EXPECT_TRUE(passes({.schedules = 600}, writer_gives_up_between_two_readers<rw_lock<prefer::fair>>));
  EXPECT_TRUE(passes({.schedules = 600}, writer_gives_up_between_two_readers<rw_lock<prefer::writers>>));
}

/// Checks that writers are alone, and counts who came in and who gave up.
struct visitors {
  std::atomic<int> reading = 0;
  std::atomic<int> writing = 0;
  std::atomic<int> ends = 0;

  void read() {
    ++reading;
    EXPECT_EQ(writing, 0);
    --reading;
  }
  void write() {
    EXPECT_EQ(++writing, 1);
    EXPECT_EQ(reading, 0);
    --writing;
  }
};

template <prefer Policy>
void all_kinds_at_once() {
  rw_lock<Policy> lock;
  visitors seen;
  together(
      [&] {
        if (lock.try_lock_for(1s)) {
          seen.write();
          lock.unlock();
        }
        ++seen.ends;
      },
      [&] {
        if (lock.try_lock_shared_for(1s)) {
          seen.read();
          lock.unlock_shared();
        }
        ++seen.ends;
      },
      [&] {
        const std::unique_lock held(lock);
        seen.write();
        ++seen.ends;
      },
      [&] {
        const std::shared_lock held(lock);
        seen.read();
        ++seen.ends;
      });
  EXPECT_EQ(seen.ends, 4);
  EXPECT_EQ(lock.waiting(), 0U);
  EXPECT_TRUE(lock.try_lock()) << "somebody has left without letting go";
}

TEST(C6_rw_lock, waits_that_expire_lose_nobodys_turn) {
  EXPECT_TRUE(passes({.schedules = 600}, all_kinds_at_once<prefer::fair>));
  EXPECT_TRUE(passes({.schedules = 400}, all_kinds_at_once<prefer::readers>));
  EXPECT_TRUE(passes({.schedules = 400}, all_kinds_at_once<prefer::writers>));
}

TEST(C6_rw_lock, is_fair_to_a_writer_who_stands_before_a_reader) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    rw_lock<prefer::fair> lock;
    std::atomic<int> order = 0;
    std::atomic<int> writer_at = 0;
    std::atomic<int> reader_at = 0;
    lock.lock_shared();
    std::thread writer([&] {
      lock.lock();
      writer_at = ++order;
      lock.unlock();
    });
    while (lock.waiting() != 1) {
      std::this_thread::yield();
    }
    together(
        [&] {
          lock.lock_shared();
          reader_at = ++order;
          lock.unlock_shared();
        },
        [&] {
          EXPECT_FALSE(lock.try_lock_shared()) << "a newcomer has overtaken";
          lock.unlock_shared();
        });
    writer.join();
    EXPECT_LT(writer_at, reader_at);
  }));
}

/// Believes the time, also when the permit was handed over just before it ran out.
class naive_gate {
 public:
  void leave() {
    const std::lock_guard lock(mutex_);
    if (waiting_ != nullptr) {
      *std::exchange(waiting_, nullptr) = true;
    } else {
      ++free_;
    }
    changed_.notify_all();
  }

  bool enter_for(std::chrono::seconds patience) {
    std::unique_lock lock(mutex_);
    if (free_ > 0) {
      --free_;
      return true;
    }
    bool served = false;
    waiting_ = &served;
    while (!served) {
      if (changed_.wait_for(lock, patience) == std::cv_status::timeout) {
        waiting_ = nullptr;
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] int free() {
    const std::lock_guard lock(mutex_);
    return free_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool* waiting_ = nullptr;
  int free_ = 0;
};

TEST(C15_counting_gate, a_naive_wait_that_expires_takes_a_permit_along) {
  EXPECT_TRUE(finds("expectation", {.schedules = 1000}, [] {
    naive_gate gate;
    std::atomic<bool> entered = false;
    together([&] { entered = gate.enter_for(1s); }, [&] { gate.leave(); });
    EXPECT_EQ(gate.free() + (entered ? 1 : 0), 1);
  }));
}

TEST(C15_counting_gate, a_permit_a_stop_and_a_deadline_at_once_lose_no_permit) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    counting_gate gate(1);
    stop_source source;
    std::atomic<int> inside = 0;
    auto held = gate.try_acquire();
    together(
        [&, token = source.get_token()] {
          if (const auto permit = gate.try_acquire_for(1s, token)) {
            EXPECT_EQ(++inside, 1);
            --inside;
          }
        },
        [&] {
          const auto permit = gate.acquire();
          EXPECT_EQ(++inside, 1);
          --inside;
        },
        [&] { held.reset(); }, [&] { source.request_stop(); });
    EXPECT_EQ(gate.in_use(), 0U);
    EXPECT_EQ(gate.waiting(), 0U);
  }));
}

TEST(C15_counting_gate, a_stop_alone_wakes_who_waits_whenever_it_comes) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    counting_gate gate(1);
    stop_source source;
    const auto held = gate.acquire();
    together([&, token = source.get_token()] { EXPECT_FALSE(gate.acquire(token)); }, [&] { source.request_stop(); });
    EXPECT_EQ(gate.in_use(), 1U);
  }));
}

TEST(C15_counting_gate, two_that_leave_at_once_let_two_in) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    counting_gate gate(2);
    std::atomic<int> entered = 0;
    auto first = gate.try_acquire();
    auto second = gate.try_acquire();
    const auto enter = [&] {
      const auto permit = gate.acquire();
      ++entered;
    };
    together(enter, enter, [&] { first.reset(); }, [&] { second.reset(); });
    EXPECT_EQ(entered, 2);
    EXPECT_EQ(gate.in_use(), 0U);
  }));
}

/// A pool of one that counts the object before the factory has made it, and not back when that fails.
class naive_pool {
 public:
  template <class Make>
  int acquire(Make make) {
    {
      std::unique_lock lock(mutex_);
      returned_.wait(lock, [this] { return !lent_; });
      lent_ = true;
    }
    return make();
  }

  void put_back() {
    const std::lock_guard lock(mutex_);
    lent_ = false;
    returned_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  bool lent_ = false;
};

/// Fails the first time.
struct failing_once {
  std::atomic<int>* made;
  int operator()() const {
    if (++*made == 1) {
      throw std::runtime_error("no");
    }
    return 7;
  }
};

template <class Use>
void first_of_three_fails(Use use) {
  std::atomic<int> failed = 0;
  std::atomic<int> lent = 0;
  const auto borrow = [&] {
    try {
      use();
      ++lent;
    } catch (const std::runtime_error&) {
      ++failed;
    }
  };
  together(borrow, borrow, borrow);
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(lent, 2);
}

TEST(D3_object_pool, a_naive_pool_loses_the_place_of_what_could_not_be_made) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 100, .spurious_wakeups = false}, [] {
    naive_pool pool;
    std::atomic<int> made = 0;
    first_of_three_fails([&] {
      EXPECT_EQ(pool.acquire(failing_once{&made}), 7);
      pool.put_back();
    });
  }));
}

TEST(D3_object_pool, when_an_object_cannot_be_made_the_next_may_try) {
  for (const std::size_t size : {1U, 2U}) {
    EXPECT_TRUE(passes({.schedules = 700, .spurious_wakeups = false},
                       [size] {
                         std::atomic<int> made = 0;
                         object_pool<int> pool(size, failing_once{&made});
                         first_of_three_fails([&] {
                           const auto lease = pool.acquire();
                           EXPECT_EQ(*lease, 7);
                         });
                         EXPECT_EQ(pool.in_use(), 0U);
                         EXPECT_LE(pool.size(), size);
                         EXPECT_EQ(pool.idle(), pool.size());
                       }))
        << "with at most " << size;
  }
}

TEST(D3_object_pool, an_object_has_one_holder_and_a_wait_that_ends_early_takes_none) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    object_pool<int> pool(1, [] { return 0; }, [](const int& used) { return used < 2; });
    stop_source source;
    const auto use = [](int& object) { EXPECT_LE(++object, 2) << "it was not healthy any more"; };
    together(
        [&, token = source.get_token()] {
          if (auto lease = pool.try_acquire_for(1s, token)) {
            use(**lease);
          }
        },
        [&] {
          for (int i = 0; i < 2; ++i) {
            auto lease = pool.acquire();
            use(*lease);
          }
        },
        [&] { source.request_stop(); });
    EXPECT_EQ(pool.in_use(), 0U);
    EXPECT_EQ(pool.idle(), pool.size());
  }));
}

TEST(D3_object_pool, a_lease_may_outlive_it) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    auto pool = std::make_optional<object_pool<std::shared_ptr<int>>>(1, [] { return std::make_shared<int>(1); });
    auto lease = std::make_optional(pool->acquire());
    const std::weak_ptr<int> object = **lease;
    together([&] { pool.reset(); }, [&] { lease.reset(); });
    EXPECT_TRUE(object.expired()) << "the object has stayed in a pool that is gone";
  }));
}

TEST(D3_object_pool, prewarming_beside_who_acquires_makes_no_object_too_many) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    std::atomic<int> made = 0;
    object_pool<int> pool(2, [&] { return ++made; });
    const auto use = [&] { const auto lease = pool.acquire(); };
    together([&] { pool.prewarm(2); }, use, use);
    EXPECT_LE(made, 2);
    EXPECT_EQ(pool.in_use(), 0U);
    EXPECT_EQ(pool.idle(), pool.size());
  }));
}

}  // namespace
