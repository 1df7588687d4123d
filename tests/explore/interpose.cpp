// What compiled code calls: the entry points of ThreadSanitizer's instrumentation, of which there is no other runtime
// in the program, and what libc++ calls to lock, wait and tell the time. On threads that no schedule has started they
// do what they always do.
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "scheduler.hpp"

namespace {

namespace detail = explore::detail;
using detail::deed;
using detail::scheduled;

// dlsym would find the oldest pthread_cond_wait, which knows another condition variable. The caller's variable has no
// initializer that takes a lock, since this is how a lock is taken.
template <class Function>
Function* real(Function*& known, const char* name, const char* version) {
  if (known == nullptr) {
    auto* found = dlvsym(RTLD_NEXT, name, version);
    known = reinterpret_cast<Function*>(found == nullptr ? dlsym(RTLD_NEXT, name) : found);
  }
  return known;
}

constexpr const char* oldest = "GLIBC_2.2.5";
constexpr const char* second_conditions = "GLIBC_2.3.2";

bool is_recursive(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE_NP;
}

constexpr detail::nanoseconds second = 1'000'000'000;
// Some time in 2023; the other clocks began then.
constexpr detail::nanoseconds epoch = 1'700'000'000 * second;

detail::nanoseconds start_of(clockid_t clock) {
  return clock == CLOCK_REALTIME ? epoch : 0;
}

detail::nanoseconds time_of(const timespec& when) {
  return when.tv_sec * second + when.tv_nsec;
}

void access(deed what, const volatile void* where) {
  if (scheduled()) {
    // What is on the thread's own stack, from here up to the block of its own that pthread_self() points to, is nobody
    // else's. A stack ends there: what is mapped behind it may be a heap, as chance has it.
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    const auto there = reinterpret_cast<std::uintptr_t>(where);
    if (there - here < static_cast<std::uintptr_t>(pthread_self()) - here) {
      return;
    }
    detail::before_plain_access(what, where);
  }
}

template <class T>
T compare_exchange(volatile T* where, T expected, T desired) {
  if (scheduled()) {
    detail::point(deed::change, where);
  }
  __atomic_compare_exchange_n(where, &expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return expected;
}

}  // namespace

// NOLINTBEGIN: the names are the compiler's.
extern "C" {

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}

#define PLAIN(size)                                     \
  void __tsan_read##size(void* where) {                 \
    access(deed::read, where);                          \
  }                                                     \
  void __tsan_write##size(void* where) {                \
    access(deed::write, where);                         \
  }                                                     \
  void __tsan_unaligned_read##size(void* where) {       \
    access(deed::read, where);                          \
  }                                                     \
  void __tsan_unaligned_write##size(void* where) {      \
    access(deed::write, where);                         \
  }                                                     \
  void __tsan_volatile_read##size(void* where) {        \
    access(deed::read, where);                          \
  }                                                     \
  void __tsan_volatile_write##size(void* where) {       \
    access(deed::write, where);                         \
  }                                                     \
  void __tsan_read_write##size(void* where) {           \
    access(deed::write, where);                         \
  }                                                     \
  void __tsan_unaligned_read_write##size(void* where) { \
    access(deed::write, where);                         \
  }
PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)
PLAIN(16)
#undef PLAIN

void __tsan_read_range(void* where, unsigned long) {
  access(deed::read, where);
}
void __tsan_write_range(void* where, unsigned long) {
  access(deed::write, where);
}
void __tsan_vptr_read(void** where) {
  access(deed::read, where);
}
void __tsan_vptr_update(void** where, void*) {
  access(deed::write, where);
}
void* __tsan_memcpy(void* to, const void* from, unsigned long size) {
  access(deed::read, from);
  access(deed::write, to);
  return std::memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, unsigned long size) {
  access(deed::read, from);
  access(deed::write, to);
  return std::memmove(to, from, size);
}
void* __tsan_memset(void* to, int value, unsigned long size) {
  access(deed::write, to);
  return std::memset(to, value, size);
}

void __tsan_atomic_thread_fence(int) {}
void __tsan_atomic_signal_fence(int) {}

#define FETCH(bits, type, operation)                                                    \
  type __tsan_atomic##bits##_fetch_##operation(volatile type* where, type value, int) { \
    if (scheduled()) {                                                                  \
      detail::point(deed::change, where);                                               \
    }                                                                                   \
    return __atomic_fetch_##operation(where, value, __ATOMIC_SEQ_CST);                  \
  }
#define ATOMIC(bits, type)                                                                                          \
  type __tsan_atomic##bits##_load(const volatile type* where, int) {                                                \
    if (scheduled()) {                                                                                              \
      detail::point_before_load(where);                                                                             \
    }                                                                                                               \
    return __atomic_load_n(where, __ATOMIC_SEQ_CST);                                                                \
  }                                                                                                                 \
  void __tsan_atomic##bits##_store(volatile type* where, type value, int) {                                         \
    if (scheduled()) {                                                                                              \
      detail::point(deed::store, where);                                                                            \
    }                                                                                                               \
    __atomic_store_n(where, value, __ATOMIC_SEQ_CST);                                                               \
  }                                                                                                                 \
  type __tsan_atomic##bits##_exchange(volatile type* where, type value, int) {                                      \
    if (scheduled()) {                                                                                              \
      detail::point(deed::change, where);                                                                           \
    }                                                                                                               \
    return __atomic_exchange_n(where, value, __ATOMIC_SEQ_CST);                                                     \
  }                                                                                                                 \
  FETCH(bits, type, add)                                                                                            \
  FETCH(bits, type, sub)                                                                                            \
  FETCH(bits, type, and)                                                                                            \
  FETCH(bits, type, or)                                                                                             \
  FETCH(bits, type, xor)                                                                                            \
  FETCH(bits, type, nand)                                                                                           \
  type __tsan_atomic##bits##_compare_exchange_val(volatile type* where, type expected, type desired, int, int) {    \
    return compare_exchange(where, expected, desired);                                                              \
  }                                                                                                                 \
  int __tsan_atomic##bits##_compare_exchange_strong(volatile type* where, type* expected, type desired, int, int) { \
    const type before = *expected;                                                                                  \
    *expected = compare_exchange(where, before, desired);                                                           \
    return *expected == before;                                                                                     \
  }                                                                                                                 \
  int __tsan_atomic##bits##_compare_exchange_weak(volatile type* where, type* expected, type desired, int, int) {   \
    const type before = *expected;                                                                                  \
    *expected = compare_exchange(where, before, desired);                                                           \
    return *expected == before;                                                                                     \
  }
ATOMIC(8, unsigned char)
ATOMIC(16, unsigned short)
ATOMIC(32, unsigned int)
ATOMIC(64, unsigned long)
#undef ATOMIC
#undef FETCH

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (scheduled()) {
    detail::lock(mutex, is_recursive(mutex));
    return 0;
  }
  static constinit int (*known)(pthread_mutex_t*) = nullptr;
  return real(known, "pthread_mutex_lock", oldest)(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  if (scheduled()) {
    return detail::try_lock(mutex, is_recursive(mutex)) ? 0 : EBUSY;
  }
  static constinit int (*known)(pthread_mutex_t*) = nullptr;
  return real(known, "pthread_mutex_trylock", oldest)(mutex);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  if (scheduled()) {
    detail::unlock(mutex);
    return 0;
  }
  static constinit int (*known)(pthread_mutex_t*) = nullptr;
  return real(known, "pthread_mutex_unlock", oldest)(mutex);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (scheduled()) {
    detail::wait(condition, mutex);
    return 0;
  }
  static constinit int (*known)(pthread_cond_t*, pthread_mutex_t*) = nullptr;
  return real(known, "pthread_cond_wait", second_conditions)(condition, mutex);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  if (scheduled()) {
    return detail::wait(condition, mutex, time_of(*until) - start_of(CLOCK_REALTIME)) ? 0 : ETIMEDOUT;
  }
  static constinit int (*known)(pthread_cond_t*, pthread_mutex_t*, const timespec*) = nullptr;
  return real(known, "pthread_cond_timedwait", second_conditions)(condition, mutex, until);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  if (scheduled()) {
    return detail::wait(condition, mutex, time_of(*until) - start_of(clock)) ? 0 : ETIMEDOUT;
  }
  static constinit int (*known)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*) = nullptr;
  return real(known, "pthread_cond_clockwait", "GLIBC_2.34")(condition, mutex, clock, until);
}

int pthread_cond_signal(pthread_cond_t* condition) {
  if (scheduled()) {
    detail::notify(condition, false);
    return 0;
  }
  static constinit int (*known)(pthread_cond_t*) = nullptr;
  return real(known, "pthread_cond_signal", second_conditions)(condition);
}

int pthread_cond_broadcast(pthread_cond_t* condition) {
  if (scheduled()) {
    detail::notify(condition, true);
    return 0;
  }
  static constinit int (*known)(pthread_cond_t*) = nullptr;
  return real(known, "pthread_cond_broadcast", second_conditions)(condition);
}

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*function)(void*), void* argument) {
  if (scheduled()) {
    return detail::create(handle, attributes, function, argument);
  }
  static constinit int (*known)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*) = nullptr;
  return real(known, "pthread_create", "GLIBC_2.34")(handle, attributes, function, argument);
}

int pthread_join(pthread_t handle, void** result) {
  if (scheduled()) {
    detail::wait_for_end(handle);
  }
  static constinit int (*known)(pthread_t, void**) = nullptr;
  return real(known, "pthread_join", "GLIBC_2.34")(handle, result);
}

int sched_yield() noexcept {
  if (scheduled()) {
    detail::yield();
    return 0;
  }
  return static_cast<int>(syscall(SYS_sched_yield));
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (scheduled()) {
    const auto time = start_of(clock) + detail::now();
    *now = {time / second, time % second};
    return 0;
  }
  return static_cast<int>(syscall(SYS_clock_gettime, clock, now));
}

int nanosleep(const timespec* how_long, timespec* rest) {
  if (scheduled()) {
    detail::sleep(time_of(*how_long));
    return 0;
  }
  return static_cast<int>(syscall(SYS_nanosleep, how_long, rest));
}

}  // extern "C"

// std::atomic::wait stands on these, which libc++ exports (19: std::__1::__libcpp_atomic_wait and its fellows); those
// for a 32-bit word watch the word itself, the others a count of notifications.
extern "C" {

void explore_notify_one(const volatile void* where) asm("_ZNSt3__123__cxx_atomic_notify_oneEPVKv");
void explore_notify_all(const volatile void* where) asm("_ZNSt3__123__cxx_atomic_notify_allEPVKv");
int explore_monitor(const volatile void* where) asm("_ZNSt3__123__libcpp_atomic_monitorEPVKv");
void explore_wait(const volatile void* where, int seen) asm("_ZNSt3__120__libcpp_atomic_waitEPVKvi");
void explore_notify_one_of_word(const volatile int* where) asm(
    "_ZNSt3__123__cxx_atomic_notify_oneEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE");
void explore_notify_all_of_word(const volatile int* where) asm(
    "_ZNSt3__123__cxx_atomic_notify_allEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE");
int explore_monitor_word(const volatile int* where) asm(
    "_ZNSt3__123__libcpp_atomic_monitorEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE");
void explore_wait_for_word(const volatile int* where, int seen) asm(
    "_ZNSt3__120__libcpp_atomic_waitEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEEi");

// Nothing outside a schedule waits for an atomic in this program, so that a thread of none may poll.
void explore_notify_one(const volatile void* where) {
  if (scheduled()) {
    detail::notify(where, false);
  }
}

void explore_notify_all(const volatile void* where) {
  if (scheduled()) {
    detail::notify(where, true);
  }
}

int explore_monitor(const volatile void* where) {
  return scheduled() ? detail::notifications(where) : 0;
}

void explore_wait(const volatile void* where, int seen) {
  if (scheduled()) {
    detail::wait_for_change(where, seen);
  } else {
    sched_yield();
  }
}

void explore_notify_one_of_word(const volatile int* where) {
  explore_notify_one(where);
}

void explore_notify_all_of_word(const volatile int* where) {
  explore_notify_all(where);
}

int explore_monitor_word(const volatile int* where) {
  if (scheduled()) {
    detail::point_before_load(where);
  }
  return __atomic_load_n(where, __ATOMIC_SEQ_CST);
}

void explore_wait_for_word(const volatile int* where, int seen) {
  if (scheduled()) {
    detail::wait_while_equal(where, seen);
  } else {
    sched_yield();
  }
}

}  // extern "C"
// NOLINTEND
