module patterns.async;

import std;
import patterns.concurrency;

namespace patterns::async {

using detail::loop_item;

namespace {

thread_local constinit run_loop* innermost_loop = nullptr;

}  // namespace

run_loop::running::running(run_loop& loop) : loop_(loop) {
  auto nobody = std::thread::id();
  if (!loop.runner_.compare_exchange_strong(nobody, std::this_thread::get_id())) {
    throw loop_running();
  }
  outer_ = std::exchange(innermost_loop, &loop);
}

run_loop::running::~running() {
  innermost_loop = outer_;
  loop_.runner_.store(std::thread::id());
}

run_loop::run_loop() : run_loop(time_source{nullptr, [](void*) { return system_clock::now(); }, nullptr}) {}

// What it drops may use the loop while it is destroyed, so the lock is free meanwhile.
run_loop::~run_loop() {
  for (;;) {
    loop_item* dropped = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (first_ != nullptr) {
        dropped = first_;
        unlink(*dropped);
      } else if (!timers_.empty()) {
        dropped = timers_.front().item;
        erase_timer(0);
      } else {
        return;
      }
    }
    dropped->drop();
  }
}

void run_loop::run_item(loop_item& item) {
  const concurrency::trampoline::scope afterwards;
  item.run();
}

void run_loop::run() {
  const running guard(*this);
  run_until(nullptr);
}

std::size_t run_loop::poll() {
  const running guard(*this);
  std::unique_lock lock(mutex_);
  make_due_timers_ready(now());
  const auto ready = ready_count_;
  std::size_t ran = 0;
  for (; ran < ready && first_ != nullptr && !stop_; ++ran) {
    auto& item = *first_;
    unlink(item);
    lock.unlock();
    run_item(item);
    lock.lock();
  }
  stop_ = false;
  return ran;
}

// Returns whether `ended` came; false means stopped.
bool run_loop::run_until(const loop_completion* ended) {
  // A clock that cannot be waited for in one go, or that was set meanwhile, is looked at again.
  constexpr duration longest_wait = std::chrono::hours(1);
  std::unique_lock lock(mutex_);
  for (;;) {
    if (ended != nullptr && ended->ended_) {
      return true;
    }
    if (std::exchange(stop_, false)) {
      return false;
    }
    if (!timers_.empty()) {
      make_due_timers_ready(now());
    }
    if (first_ != nullptr) {
      auto& item = *first_;
      unlink(item);
      lock.unlock();
      run_item(item);
      lock.lock();
    } else if (timers_.empty() || timers_.front().when == time_point::max()) {
      wake_.wait(lock);
    } else if (time_.advance_to != nullptr) {
      time_.advance_to(time_.source, timers_.front().when);
    } else {
      wake_.wait_for(lock, std::min(timers_.front().when - now(), longest_wait));
    }
  }
}

void run_loop::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stop_ = true;
  wake_.notify_one();
}

bool run_loop::runs_here() const noexcept {
  return runner_.load() == std::this_thread::get_id();
}

run_loop& run_loop::current() {
  if (innermost_loop == nullptr) {
    throw no_running_loop();
  }
  return *innermost_loop;
}

void run_loop::push(loop_item& item) noexcept {
  const std::lock_guard lock(mutex_);
  append(item);
  wake_.notify_one();
}

void run_loop::push_timer(time_point when, loop_item& item) {
  const std::lock_guard lock(mutex_);
  insert_timer(when, item);
}

bool run_loop::push_timer(time_point when, loop_item& item, const bool& stopped) {
  const std::lock_guard lock(mutex_);
  if (stopped) {
    return false;
  }
  insert_timer(when, item);
  return true;
}

// A stopped timer goes where those go whose time has come, so that the coroutine is resumed on the loop's thread only.
// One that is neither pending nor yet pushed has had its turn.
void run_loop::stop_timer(loop_item& item, bool& stopped) noexcept {
  const std::lock_guard lock(mutex_);
  if (item.timer_index_ != loop_item::not_a_timer) {
    stopped = true;
    erase_timer(item.timer_index_);
    append(item);
    wake_.notify_one();
  } else if (!item.was_timer_) {
    stopped = true;
  }
}

void run_loop::insert_timer(time_point when, loop_item& item) {
  timers_.emplace_back();
  sift_up(timers_.size() - 1, {when, timers_made_++, &item});
  item.was_timer_ = true;
  if (timers_.front().item == &item) {
    wake_.notify_one();
  }
}

void run_loop::remove(loop_item& item) noexcept {
  const std::lock_guard lock(mutex_);
  if (item.timer_index_ != loop_item::not_a_timer) {
    erase_timer(item.timer_index_);
  } else if (is_ready(item)) {
    unlink(item);
  }
}

run_loop::time_point run_loop::after(duration delay) const {
  const auto start = now();
  return delay > time_point::max() - start ? time_point::max() : start + delay;
}

bool run_loop::is_ready(const loop_item& item) const noexcept {
  return item.previous_ != nullptr || first_ == &item;
}

void run_loop::append(loop_item& item) noexcept {
  item.previous_ = last_;
  item.next_ = nullptr;
  (last_ == nullptr ? first_ : last_->next_) = &item;
  last_ = &item;
  ++ready_count_;
}

void run_loop::unlink(loop_item& item) noexcept {
  (item.previous_ == nullptr ? first_ : item.previous_->next_) = item.next_;
  (item.next_ == nullptr ? last_ : item.next_->previous_) = item.previous_;
  item.previous_ = nullptr;
  item.next_ = nullptr;
  --ready_count_;
}

void run_loop::make_due_timers_ready(time_point now) noexcept {
  while (!timers_.empty() && timers_.front().when <= now && timers_.front().when != time_point::max()) {
    auto& item = *timers_.front().item;
    erase_timer(0);
    append(item);
  }
}

void run_loop::erase_timer(std::size_t index) noexcept {
  timers_[index].item->timer_index_ = loop_item::not_a_timer;
  const auto moved = timers_.back();
  timers_.pop_back();
  if (index == timers_.size()) {
    return;
  }
  if (index > 0 && moved.before(timers_[(index - 1) / 2])) {
    sift_up(index, moved);
  } else {
    sift_down(index, moved);
  }
}

void run_loop::place_timer(std::size_t index, const timer& placed) noexcept {
  timers_[index] = placed;
  placed.item->timer_index_ = index;
}

void run_loop::sift_up(std::size_t index, timer moved) noexcept {
  while (index > 0 && moved.before(timers_[(index - 1) / 2])) {
    place_timer(index, timers_[(index - 1) / 2]);
    index = (index - 1) / 2;
  }
  place_timer(index, moved);
}

void run_loop::sift_down(std::size_t index, timer moved) noexcept {
  for (;;) {
    auto child = 2 * index + 1;
    if (child >= timers_.size()) {
      break;
    }
    if (child + 1 < timers_.size() && timers_[child + 1].before(timers_[child])) {
      ++child;
    }
    if (!timers_[child].before(moved)) {
      break;
    }
    place_timer(index, timers_[child]);
    index = child;
  }
  place_timer(index, moved);
}

}  // namespace patterns::async
