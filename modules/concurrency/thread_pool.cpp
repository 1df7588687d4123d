module patterns.concurrency;

import std;
import :work_deque;

namespace patterns::concurrency {

using detail::work_deque;
using detail::work_item;

/// What the pool and its threads share: a pool destroyed by one of its own jobs goes before its threads do.
class thread_pool::state : public std::enable_shared_from_this<state> {
 public:
  explicit state(std::size_t threads) : workers_(threads), alive_(threads) {}

  void start();
  void enqueue(work_item& item);
  bool run_one();
  void shutdown(shutdown_mode mode);
  void leave_threads_alone();

  [[nodiscard]] std::size_t size() const noexcept { return workers_.size(); }
  [[nodiscard]] bool runs_here() const noexcept { return current.pool == this; }
  [[nodiscard]] stop_token stop_requests() const noexcept { return stop_.get_token(); }

 private:
  struct worker {
    work_deque jobs;
    std::uint32_t ticks = 0;
    std::uint32_t victim = 0;
  };

  struct place {
    const state* pool = nullptr;
    worker* self = nullptr;
  };

  // Once in so many jobs a worker takes one from outside, and once the oldest of its own: neither starves, however
  // much the latest of its own jobs submit.
  static constexpr std::uint32_t ticks_a_round = 64;

  static thread_local constinit place current;

  void work(worker& self);
  work_item* find(worker& self) noexcept;
  work_item* take_outside() noexcept;
  work_item* steal(worker& self) noexcept;
  void settle(work_item& item) noexcept;
  [[nodiscard]] bool has_work() const noexcept;
  void wake_one() noexcept;
  void begin_shutdown(shutdown_mode mode);

  std::vector<worker> workers_;
  std::vector<std::thread> threads_;
  stop_source stop_;
  std::atomic<bool> cancelled_ = false;

  // The number asleep that nobody has chosen to wake yet. A worker that goes to sleep raises it and then looks at the
  // queues; one that pushes looks at it afterwards: one of the two sees the other.
  alignas(64) std::atomic<std::size_t> idle_ = 0;
  std::atomic<std::size_t> outside_count_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable joined_;
  work_item* outside_first_ = nullptr;
  work_item** outside_last_ = &outside_first_;
  std::size_t chosen_to_wake_ = 0;
  std::size_t alive_;
  bool stopping_ = false;
  bool finished_ = false;
  enum class joining { nobody, somebody, done } joining_ = joining::nobody;
};

thread_local constinit thread_pool::state::place thread_pool::state::current;

void thread_pool::state::start() {
  threads_.reserve(workers_.size());
  try {
    for (auto& self : workers_) {
      threads_.emplace_back([keep_alive = shared_from_this(), &self] { keep_alive->work(self); });
    }
  } catch (...) {
    {
      const std::lock_guard lock(mutex_);
      alive_ = threads_.size();
    }
    shutdown(shutdown_mode::cancel);
    throw;
  }
}

void thread_pool::state::enqueue(work_item& item) {
  if (runs_here()) {
    if (cancelled_.load(std::memory_order_relaxed)) {
      throw pool_stopped(size());
    }
    // One is enough, though the push may move an older item, which is nowhere meanwhile: who looks then finds the new
    // one, and if another has just taken that, he who is woken for it finds the older.
    current.self->jobs.push(&item);
    if (idle_.load(std::memory_order_seq_cst) > 0) {
      const std::lock_guard lock(mutex_);
      wake_one();
    }
    return;
  }
  const std::lock_guard lock(mutex_);
  if (stopping_) {
    throw pool_stopped(size());
  }
  item.next = nullptr;
  *outside_last_ = &item;
  outside_last_ = &item.next;
  outside_count_.fetch_add(1, std::memory_order_seq_cst);
  wake_one();
}

bool thread_pool::state::run_one() {
  auto* const item = find(*current.self);
  if (item == nullptr) {
    return false;
  }
  settle(*item);
  return true;
}

void thread_pool::state::settle(work_item& item) noexcept {
  const trampoline::scope afterwards;
  item.settle(cancelled_.load(std::memory_order_acquire) ? work_item::fate::cancel : work_item::fate::run);
}

void thread_pool::state::wake_one() noexcept {
  if (idle_.load(std::memory_order_seq_cst) > 0) {
    idle_.fetch_sub(1, std::memory_order_seq_cst);
    ++chosen_to_wake_;
    wake_.notify_one();
  }
}

bool thread_pool::state::has_work() const noexcept {
  return outside_count_.load(std::memory_order_seq_cst) > 0 ||
         std::ranges::any_of(workers_, [](const worker& each) { return !each.jobs.empty(); });
}

void thread_pool::state::work(worker& self) {
  current = {this, &self};
  for (;;) {
    if (auto* const item = find(self)) {
      settle(*item);
      continue;
    }
    std::unique_lock lock(mutex_);
    idle_.fetch_add(1, std::memory_order_seq_cst);
    if (has_work()) {
      idle_.fetch_sub(1, std::memory_order_seq_cst);
      continue;
    }
    // Nobody runs a job, so nobody can submit one.
    if (stopping_ && idle_.load(std::memory_order_relaxed) == alive_) {
      finished_ = true;
      wake_.notify_all();
      return;
    }
    wake_.wait(lock, [this] { return chosen_to_wake_ > 0 || finished_; });
    if (finished_) {
      return;
    }
    --chosen_to_wake_;
  }
}

work_item* thread_pool::state::find(worker& self) noexcept {
  const auto tick = ++self.ticks % ticks_a_round;
  if (tick == 0) {
    if (auto* const item = take_outside()) {
      return item;
    }
  } else if (tick == ticks_a_round / 2) {
    if (auto* const item = self.jobs.steal()) {
      return item;
    }
  }
  if (auto* const item = self.jobs.pop()) {
    return item;
  }
  if (auto* const item = take_outside()) {
    return item;
  }
  return steal(self);
}

work_item* thread_pool::state::take_outside() noexcept {
  if (outside_count_.load(std::memory_order_relaxed) == 0) {
    return nullptr;
  }
  const std::lock_guard lock(mutex_);
  auto* const item = outside_first_;
  if (item != nullptr) {
    outside_first_ = item->next;
    if (outside_first_ == nullptr) {
      outside_last_ = &outside_first_;
    }
    outside_count_.fetch_sub(1, std::memory_order_seq_cst);
  }
  return item;
}

work_item* thread_pool::state::steal(worker& self) noexcept {
  const auto offset = ++self.victim;
  for (std::size_t i = 0; i < size(); ++i) {
    auto& victim = workers_[(offset + i) % size()];
    if (&victim != &self) {
      if (auto* const item = victim.jobs.steal()) {
        return item;
      }
    }
  }
  return nullptr;
}

void thread_pool::state::begin_shutdown(shutdown_mode mode) {
  if (mode == shutdown_mode::cancel) {
    cancelled_.store(true, std::memory_order_release);
    stop_.request_stop();
  }
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  // All that sleep look again: the last of them to fall asleep ends the pool.
  chosen_to_wake_ += idle_.exchange(0, std::memory_order_seq_cst);
  wake_.notify_all();
}

void thread_pool::state::shutdown(shutdown_mode mode) {
  begin_shutdown(mode);
  if (runs_here()) {
    return;
  }
  std::unique_lock lock(mutex_);
  if (joining_ == joining::nobody) {
    joining_ = joining::somebody;
    lock.unlock();
    for (auto& thread : threads_) {
      thread.join();
    }
    lock.lock();
    joining_ = joining::done;
    joined_.notify_all();
  } else {
    joined_.wait(lock, [this] { return joining_ == joining::done; });
  }
}

void thread_pool::state::leave_threads_alone() {
  const std::lock_guard lock(mutex_);
  if (joining_ == joining::nobody) {
    joining_ = joining::done;
    for (auto& thread : threads_) {
      thread.detach();
    }
  }
}

thread_pool::thread_pool(std::size_t threads, shutdown_mode on_destroy) : on_destroy_(on_destroy) {
  if (threads == 0) {
    throw std::invalid_argument("thread_pool: a pool of 0 threads cannot run anything");
  }
  state_ = std::make_shared<state>(threads);
  state_->start();
}

thread_pool::~thread_pool() {
  state_->shutdown(on_destroy_);
  if (state_->runs_here()) {
    state_->leave_threads_alone();
  }
}

std::size_t thread_pool::default_size() noexcept {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void thread_pool::shutdown(shutdown_mode mode) {
  state_->shutdown(mode);
}

std::size_t thread_pool::size() const noexcept {
  return state_->size();
}

bool thread_pool::runs_here() const noexcept {
  return state_->runs_here();
}

stop_token thread_pool::stop_requests() const noexcept {
  return state_->stop_requests();
}

void thread_pool::enqueue(detail::work_item& item) {
  state_->enqueue(item);
}

bool thread_pool::run_one() {
  return state_->run_one();
}

}  // namespace patterns::concurrency
