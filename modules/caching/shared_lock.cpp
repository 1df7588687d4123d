module;

#include <errno.h>
#include <pthread.h>
#include <time.h>

module patterns.caching;

import std;
import :shared_lock;

namespace patterns::caching::detail {

namespace {

static_assert(sizeof(pthread_mutex_t) <= shared_lock::size && alignof(pthread_mutex_t) <= shared_lock::size);

/// Long enough to be for ever, and short enough to be added to the clock.
constexpr std::chrono::milliseconds longest_wait = std::chrono::hours(24 * 365);

[[nodiscard]] pthread_mutex_t* mutex_at(std::byte* at) noexcept {
  return reinterpret_cast<pthread_mutex_t*>(at);
}

[[nodiscard]] timespec after(clockid_t clock, std::chrono::milliseconds time) noexcept {
  timespec moment{};
  ::clock_gettime(clock, &moment);
  const auto nanoseconds = std::chrono::nanoseconds(moment.tv_nsec) + std::min(time, longest_wait);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(nanoseconds);
  moment.tv_sec += static_cast<time_t>(seconds.count());
  moment.tv_nsec = static_cast<decltype(moment.tv_nsec)>((nanoseconds - seconds).count());
  return moment;
}

[[nodiscard]] int wait_for(pthread_mutex_t* mutex, std::chrono::milliseconds patience) noexcept {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 30)
  const auto end = after(CLOCK_MONOTONIC, patience);
  return ::pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &end);
#else
  const auto end = after(CLOCK_REALTIME, patience);
  return ::pthread_mutex_timedlock(mutex, &end);
#endif
}

}  // namespace

int shared_lock::make() const noexcept {
  pthread_mutexattr_t attributes;
  if (const int error = ::pthread_mutexattr_init(&attributes); error != 0) {
    return error;
  }
  int error = ::pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  if (error == 0) {
    error = ::pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  }
  if (error == 0) {
    error = ::pthread_mutex_init(mutex_at(at_), &attributes);
  }
  ::pthread_mutexattr_destroy(&attributes);
  return error;
}

lock_outcome shared_lock::lock(std::chrono::milliseconds patience) const noexcept {
  auto* const mutex = mutex_at(at_);
  int found = ::pthread_mutex_trylock(mutex);
  if (found == EBUSY && patience > std::chrono::milliseconds::zero()) {
    found = wait_for(mutex, patience);
  }
  switch (found) {
    case 0:
      return lock_outcome::held;
    case EOWNERDEAD:
      return lock_outcome::owner_died;
    case EBUSY:
    case ETIMEDOUT:
      return lock_outcome::busy;
    default:
      return lock_outcome::lost;
  }
}

void shared_lock::recover() const noexcept {
  ::pthread_mutex_consistent(mutex_at(at_));
}

void shared_lock::unlock() const noexcept {
  ::pthread_mutex_unlock(mutex_at(at_));
}

std::uint32_t shared_lock::kind() noexcept {
  constexpr std::uint32_t library =
#if defined(__GLIBC__)
      1;
#else
      2;
#endif
  return (library << 16U) | static_cast<std::uint32_t>(sizeof(pthread_mutex_t));
}

}  // namespace patterns::caching::detail
