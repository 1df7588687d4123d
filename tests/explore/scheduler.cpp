#include "scheduler.hpp"

#include <dlfcn.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace explore::detail {

namespace {

void futex_wait_while(int* word, int value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
  }
}

void futex_set(int* word, int value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

enum class state : unsigned char { ready, wants_mutex, waits, joins, ended };

struct thread {
  unsigned number;
  state now = state::ready;
  // What it waits for, and the mutex that it takes up again.
  const volatile void* on = nullptr;
  const void* mutex = nullptr;
  const thread* joined = nullptr;
  nanoseconds until = never;
  bool expired = false;
  bool yielded = false;

  // The load that it repeats.
  const volatile void* loaded = nullptr;
  std::uint64_t changes_seen = 0;
  unsigned repeated = 0;
  // How many it has made since anything changed.
  unsigned idle = 0;

  void* (*function)(void*) = nullptr;
  void* argument = nullptr;
  pthread_t handle{};
  int turn = 0;
};

struct mutex_state {
  const thread* owner = nullptr;
  unsigned depth = 0;
};

struct event {
  unsigned thread;
  deed what;
  const volatile void* where;
};

struct schedule {
  const options* how;
  chooser* decides;
  std::deque<thread> threads;
  std::map<const void*, mutex_state> mutexes;
  std::map<const volatile void*, int> notified;
  std::vector<event> events;
  std::vector<candidate> candidates;
  std::size_t alive = 0;
  std::size_t steps = 0;
  std::uint64_t changes = 0;
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
  nanoseconds time = 0;
  std::string fault;
  std::string trace;
  int over = 0;
};

schedule* current = nullptr;
thread_local thread* self = nullptr;
thread_local int nested = 0;
pthread_key_t at_thread_end;

void remember(std::size_t decision) {
  current->hash = (current->hash ^ decision) * 0x100'0000'01B3U;
}

const char* name_of(deed what) {
  constexpr const char* names[] = {"starts",
                                   "loads",
                                   "stores",
                                   "changes",
                                   "reads",
                                   "writes",
                                   "locks",
                                   "tries to lock",
                                   "unlocks",
                                   "waits for",
                                   "notifies",
                                   "creates",
                                   "joins",
                                   "yields",
                                   "has waited long enough for",
                                   "wakes for nothing from",
                                   "ends"};
  return names[static_cast<std::size_t>(what)];
}

std::string told() {
  constexpr std::size_t shown = 60;
  std::map<const volatile void*, std::size_t> objects;
  std::vector<const event*> last(current->threads.size());
  std::string lines;
  const auto line = [&](const event& each) {
    lines += "  thread " + std::to_string(each.thread) + ' ' + name_of(each.what);
    if (each.where != nullptr) {
      lines += " #" + std::to_string(objects[each.where]);
    }
    lines += '\n';
  };
  for (const auto& each : current->events) {
    objects.try_emplace(each.where, objects.size());
    last[each.thread] = &each;
  }
  lines += "the last " + std::to_string(std::min(shown, current->events.size())) + " steps of " +
           std::to_string(current->steps) + ":\n";
  for (auto i = current->events.size() - std::min(shown, current->events.size()); i < current->events.size(); ++i) {
    line(current->events[i]);
  }
  lines += "the last step of each thread:\n";
  for (const auto* each : last) {
    if (each != nullptr) {
      line(*each);
    }
  }
  return lines;
}

void note(deed what, const volatile void* where) {
  current->events.push_back({self->number, what, where});
}

bool is_free(const void* mutex) {
  const auto found = current->mutexes.find(mutex);
  return found == current->mutexes.end() || found->second.owner == nullptr;
}

bool goes_on(const thread& each) {
  switch (each.now) {
    case state::ready:
      return true;
    case state::wants_mutex:
      return is_free(each.mutex);
    case state::joins:
      return each.joined->now == state::ended;
    default:
      return false;
  }
}

// The thread that runs comes first, the others in turn after it, so that who always takes the first is fair to those
// that yield.
void gather(bool with_yielded) {
  auto& found = current->candidates;
  found.clear();
  const auto count = current->threads.size();
  const auto from = self->number;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& each = current->threads[(from + i) % count];
    if (goes_on(each) && (with_yielded || !each.yielded)) {
      found.push_back({each.number, candidate::manner::goes_on});
    }
  }
  if (found.empty() && !with_yielded) {
    gather(true);
    return;
  }
  const thread* earliest = nullptr;
  for (const auto& each : current->threads) {
    if (each.now == state::waits && each.until != never) {
      if (!found.empty() && found.front().how == candidate::manner::goes_on) {
        found.push_back({each.number, candidate::manner::expires});
      } else if (earliest == nullptr || each.until < earliest->until) {
        earliest = &each;
      }
    }
  }
  if (earliest != nullptr) {
    found.push_back({earliest->number, candidate::manner::expires});
  }
  if (current->how->spurious_wakeups && !found.empty() && found.front().how == candidate::manner::goes_on) {
    for (const auto& each : current->threads) {
      if (each.now == state::waits && each.mutex != nullptr) {
        found.push_back({each.number, candidate::manner::wakes_for_nothing});
      }
    }
  }
}

void wake(thread& each) {
  each.now = each.mutex == nullptr ? state::ready : state::wants_mutex;
  each.on = nullptr;
  each.until = never;
}

[[noreturn]] void report_stuck() {
  std::string text = "deadlock:";
  for (const auto& each : current->threads) {
    if (each.now != state::ended) {
      text += each.number == 0 ? " the body" : " thread " + std::to_string(each.number);
      text += each.now == state::wants_mutex ? " wants a mutex" : each.now == state::joins ? " joins" : " waits";
      text += ';';
    }
  }
  text.pop_back();
  fail(text);
}

thread& next_thread() {
  for (;;) {
    if (++current->steps > current->how->steps) {
      fail("livelock: more than " + std::to_string(current->how->steps) + " steps");
    }
    gather(false);
    const auto& found = current->candidates;
    if (found.empty()) {
      report_stuck();
    }
    std::size_t chosen = 0;
    if (found.size() > 1) {
      const bool may_stay = found.front().thread == self->number;
      chosen = current->decides->pick(found, may_stay);
      remember(found[chosen].thread + 1);
    }
    auto& next = current->threads[found[chosen].thread];
    if (found[chosen].how != candidate::manner::goes_on) {
      const bool expires = found[chosen].how == candidate::manner::expires;
      current->events.push_back({next.number, expires ? deed::expire : deed::wake_for_nothing, next.on});
      if (expires) {
        next.expired = true;
        current->time = std::max(current->time, next.until);
      }
      wake(next);
      if (!goes_on(next)) {
        continue;
      }
    }
    if (&next != self) {
      for (auto& each : current->threads) {
        each.yielded = each.yielded && &each == self;
      }
    }
    next.yielded = false;
    return next;
  }
}

// Lets the thread that the schedule chooses go on, and returns when it is this one's turn again.
void switch_threads() {
  auto* const here = self;
  auto& next = next_thread();
  if (&next != here) {
    futex_set(&next.turn, 1);
    futex_wait_while(&here->turn, 0);
    here->turn = 0;
  }
}

void changed() {
  ++current->changes;
  self->loaded = nullptr;
}

void take(const void* mutex) {
  auto& held = current->mutexes[mutex];
  held.owner = self;
  held.depth = 1;
}

void check(const volatile void* where) {
  if (was_freed(where)) {
    fail("use after free");
  }
}

void block(state why) {
  self->now = why;
  switch_threads();
  self->now = state::ready;
}

void leave(void* /*value*/) {
  const inside guard;
  note(deed::end, nullptr);
  self->now = state::ended;
  changed();
  auto* const here = current;
  if (--here->alive == 0) {
    self = nullptr;
    futex_set(&here->over, 1);
    return;
  }
  auto& next = next_thread();
  self = nullptr;
  futex_set(&next.turn, 1);
}

// Other keys have destructors that may notify or lock: the thread leaves the schedule after them.
void leave_last(void* round) {
  constexpr std::intptr_t last = 3;
  const auto now = reinterpret_cast<std::intptr_t>(round);
  if (now < last) {
    pthread_setspecific(at_thread_end, reinterpret_cast<void*>(now + 1));
  } else {
    leave(nullptr);
  }
}

void* begin(void* argument) {
  auto* const here = static_cast<thread*>(argument);
  self = here;
  {
    const inside guard;
    futex_wait_while(&here->turn, 0);
    here->turn = 0;
    note(deed::start, nullptr);
    pthread_setspecific(at_thread_end, reinterpret_cast<void*>(std::intptr_t{1}));
  }
  return here->function(here->argument);
}

thread& add_thread(void* (*function)(void*), void* argument) {
  const auto number = static_cast<unsigned>(current->threads.size());
  auto& made = current->threads.emplace_back();
  made.number = number;
  made.function = function;
  made.argument = argument;
  ++current->alive;
  current->decides->made(number);
  return made;
}

int start(thread& made, const pthread_attr_t* attributes) {
  using create_function = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto real = reinterpret_cast<create_function>(dlsym(RTLD_NEXT, "pthread_create"));
  return real(&made.handle, attributes, &begin, &made);
}

}  // namespace

inside::inside() noexcept {
  ++nested;
}

inside::~inside() {
  --nested;
}

bool scheduled() noexcept {
  return self != nullptr && nested == 0;
}

void fail(const std::string& fault) {
  ++nested;
  current->fault = fault;
  current->trace = told();
  futex_set(&current->over, 1);
  int forever = 0;
  futex_wait_while(&forever, 0);
  __builtin_unreachable();
}

run_result run(const options& how, chooser& decides, void (*body)(void*), void* argument) {
  static const int made = pthread_key_create(&at_thread_end, &leave_last);
  (void)made;
  struct call {
    void (*body)(void*);
    void* argument;
  };
  // A schedule that fails leaves its threads where they are, and what they may look at must stay.
  auto& whole = *new schedule;
  auto& called = *new call{body, argument};
  whole.how = &how;
  whole.decides = &decides;
  current = &whole;
  auto& root = add_thread(
      [](void* given) -> void* {
        const auto& to = *static_cast<call*>(given);
        to.body(to.argument);
        return nullptr;
      },
      &called);
  start(root, nullptr);
  futex_set(&root.turn, 1);
  futex_wait_while(&whole.over, 0);
  run_result result{whole.fault, whole.trace, whole.steps, whole.hash};
  if (whole.fault.empty()) {
    pthread_join(root.handle, nullptr);
    result.trace = told();
    free_all();
    delete &called;
    delete &whole;
  }
  return result;
}

void point(deed what, const volatile void* where) {
  const inside guard;
  switch_threads();
  check(where);
  note(what, where);
  if (what != deed::load && what != deed::read) {
    changed();
  }
}

void point_before_load(const volatile void* where) {
  constexpr unsigned told_apart = 2;
  constexpr unsigned patience = 100;
  const inside guard;
  if (self->changes_seen != current->changes) {
    self->idle = 0;
  }
  self->repeated = self->idle > 0 && self->loaded == where ? self->repeated + 1 : 0;
  self->changes_seen = current->changes;
  if (++self->idle > patience) {
    self->idle = 0;
    self->yielded = true;
    current->decides->yielded(self->number);
  } else if (self->repeated >= told_apart) {
    return;
  }
  switch_threads();
  check(where);
  note(deed::load, where);
  self->loaded = where;
}

void before_plain_access(deed what, const volatile void* where) {
  const inside guard;
  if (current->how->plain_accesses) {
    switch_threads();
    note(what, where);
  }
  check(where);
}

std::size_t choose(std::size_t count) {
  const inside guard;
  if (count < 2) {
    return 0;
  }
  const auto chosen = current->decides->choose(count);
  remember(chosen);
  return chosen;
}

void yield() {
  const inside guard;
  self->yielded = true;
  current->decides->yielded(self->number);
  switch_threads();
  note(deed::yield, nullptr);
}

// Each look at the clock finds it later, so that who polls until a time sees it come; more than libc++ polls before it
// waits.
nanoseconds now() {
  const inside guard;
  constexpr nanoseconds between_looks = 100'000;
  return current->time += between_looks;
}

void sleep(nanoseconds how_long) {
  const inside guard;
  current->time += how_long;
  yield();
}

void lock(const void* mutex, bool recursive) {
  const inside guard;
  if (recursive && current->mutexes[mutex].owner == self) {
    ++current->mutexes[mutex].depth;
    return;
  }
  self->mutex = mutex;
  block(state::wants_mutex);
  self->mutex = nullptr;
  check(mutex);
  note(deed::lock, mutex);
  changed();
  take(mutex);
}

bool try_lock(const void* mutex, bool recursive) {
  const inside guard;
  point(deed::try_lock, mutex);
  auto& held = current->mutexes[mutex];
  if (held.owner == nullptr) {
    take(mutex);
    return true;
  }
  if (recursive && held.owner == self) {
    ++held.depth;
    return true;
  }
  return false;
}

void unlock(const void* mutex) {
  const inside guard;
  check(mutex);
  auto& held = current->mutexes[mutex];
  if (held.owner != self) {
    fail("unlock of a mutex that is not held");
  }
  if (--held.depth == 0) {
    held.owner = nullptr;
    note(deed::unlock, mutex);
    changed();
  }
}

bool wait(const void* condition, const void* mutex, nanoseconds until) {
  const inside guard;
  point(deed::wait, condition);
  if (current->mutexes[mutex].owner != self) {
    fail("wait with a mutex that is not held");
  }
  current->mutexes[mutex] = {};
  self->on = condition;
  self->mutex = mutex;
  self->until = until;
  self->expired = false;
  block(state::waits);
  self->mutex = nullptr;
  check(mutex);
  note(deed::lock, mutex);
  changed();
  take(mutex);
  return !self->expired;
}

void notify(const volatile void* condition, bool all) {
  const inside guard;
  point(deed::notify, condition);
  ++current->notified[condition];
  std::vector<thread*> waiting;
  for (auto& each : current->threads) {
    if (each.now == state::waits && each.on == condition) {
      waiting.push_back(&each);
    }
  }
  if (!all && !waiting.empty()) {
    waiting = {waiting[choose(waiting.size())]};
  }
  for (auto* const each : waiting) {
    wake(*each);
  }
}

int notifications(const volatile void* where) {
  const inside guard;
  point_before_load(where);
  return current->notified[where];
}

void wait_for_change(const volatile void* where, int seen) {
  const inside guard;
  point(deed::wait, where);
  if (current->notified[where] == seen) {
    self->on = where;
    block(state::waits);
  }
}

void wait_while_equal(const volatile int* where, int old) {
  const inside guard;
  point(deed::wait, where);
  if (*where == old) {
    self->on = where;
    block(state::waits);
  }
}

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*function)(void*), void* argument) {
  const inside guard;
  auto& made = add_thread(function, argument);
  const auto error = start(made, attributes);
  if (error != 0) {
    made.now = state::ended;
    --current->alive;
    return error;
  }
  *handle = made.handle;
  point(deed::create, nullptr);
  return 0;
}

void wait_for_end(pthread_t handle) {
  const inside guard;
  // The last of that handle: a thread that ended may have left it to a later one.
  for (auto& each : current->threads) {
    if (pthread_equal(each.handle, handle) != 0) {
      self->joined = &each;
    }
  }
  block(state::joins);
  note(deed::join, nullptr);
  changed();
}

}  // namespace explore::detail
