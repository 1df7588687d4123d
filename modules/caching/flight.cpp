module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

/// A thread that waits, on its own stack, in the list of all that do.
struct waiting_thread {
  const awaited* target;
  std::thread::id id = std::this_thread::get_id();
  waiting_thread* next = nullptr;
};

/// Who waits for what, in all caches of the program: a circle may lead through several.
class wait_graph {
 public:
  [[nodiscard]] bool enter(waiting_thread& self) {
    const std::lock_guard lock(mutex_);
    // A thread registers after all that it led before has ended, so that under the lock no circle seen is an old one.
    for (const auto* target = self.target; target != nullptr && !target->ended();
         target = target_of(target->leader())) {
      if (target->leader() == self.id) {
        return false;
      }
    }
    self.next = std::exchange(first_, &self);
    return true;
  }

  void leave(const waiting_thread& self) {
    const std::lock_guard lock(mutex_);
    auto** link = &first_;
    while (*link != &self) {
      link = &(*link)->next;
    }
    *link = self.next;
  }

 private:
  [[nodiscard]] const awaited* target_of(std::thread::id id) const noexcept {
    for (const auto* thread = first_; thread != nullptr; thread = thread->next) {
      if (thread->id == id) {
        return thread->target;
      }
    }
    return nullptr;
  }

  std::mutex mutex_;
  waiting_thread* first_ = nullptr;
};

wait_graph& all_waits() {
  static wait_graph graph;
  return graph;
}

}  // namespace

bool awaited::wait() {
  if (ended()) {
    return true;
  }
  waiting_thread self{.target = this};
  if (!all_waits().enter(self)) {
    return false;
  }
  waiters_.fetch_add(1, std::memory_order_relaxed);
  ended_.wait(false, std::memory_order_acquire);
  waiters_.fetch_sub(1, std::memory_order_relaxed);
  all_waits().leave(self);
  return true;
}

void awaited::end() noexcept {
  ended_.store(true, std::memory_order_release);
  ended_.notify_all();
}

}  // namespace patterns::caching::detail
