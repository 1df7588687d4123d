/// Runs threads one at a time. What the entry points in interpose.cpp stand on.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "strategy.hpp"

namespace explore::detail {

using nanoseconds = std::int64_t;

/// What a thread does at a point of decision, for the trace.
enum class deed : unsigned char {
  start,
  load,
  store,
  change,
  read,
  write,
  lock,
  try_lock,
  unlock,
  wait,
  notify,
  create,
  join,
  yield,
  expire,
  wake_for_nothing,
  end,
};

/// While it lives, what this thread does is the scheduler's own business.
class inside {
 public:
  inside() noexcept;
  inside(const inside&) = delete;
  inside& operator=(const inside&) = delete;
  ~inside();
};

/// Whether this thread is one of a schedule, and not inside.
[[nodiscard]] bool scheduled() noexcept;

struct run_result {
  std::string fault;
  std::string trace;
  std::size_t steps = 0;
  std::uint64_t hash = 0;
};

/// Runs `body` and all the threads that it starts until the last of them has ended, or a fault.
run_result run(const options& how, chooser& decides, void (*body)(void*), void* argument);

/// Ends the schedule with a fault; its threads, this one included, never go on.
[[noreturn]] void fail(const std::string& fault);

// The rest is for threads that are scheduled().

void point(deed what, const volatile void* where);
/// As point; a thread that reads again and again what nobody changes lets the others go on.
void point_before_load(const volatile void* where);
void before_plain_access(deed what, const volatile void* where);
std::size_t choose(std::size_t count);
void yield();

[[nodiscard]] nanoseconds now();
void sleep(nanoseconds how_long);

void lock(const void* mutex, bool recursive);
[[nodiscard]] bool try_lock(const void* mutex, bool recursive);
void unlock(const void* mutex);

inline constexpr nanoseconds never = -1;

/// False if the time came first.
bool wait(const void* condition, const void* mutex, nanoseconds until = never);
void notify(const volatile void* condition, bool all);

/// Waits for a notification of the address, if there was none since `seen`, a result of notifications.
void wait_for_change(const volatile void* where, int seen);
[[nodiscard]] int notifications(const volatile void* where);
void wait_while_equal(const volatile int* where, int old);

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*function)(void*), void* argument);
void wait_for_end(pthread_t handle);

/// Memory that a thread of the schedule frees stays unused, and known, until the schedule has ended.
void free_later(void* block) noexcept;
[[nodiscard]] bool was_freed(const volatile void* address) noexcept;
void free_all() noexcept;

}  // namespace explore::detail
