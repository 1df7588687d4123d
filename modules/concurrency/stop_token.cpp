module patterns.concurrency;

import std;

namespace patterns::concurrency::detail {

void stop_state::drop_owner() noexcept {
  if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    release_(this);
  }
}

// What the callbacks wake runs when none of them is under way any more: whoever destroys a callback waits for it.
bool stop_state::request_stop() noexcept {
  const trampoline::scope afterwards;
  std::unique_lock lock(mutex_);
  if (requested_.load(std::memory_order_relaxed)) {
    return false;
  }
  requester_ = std::this_thread::get_id();
  requested_.store(true, std::memory_order_release);
  while (first_ != nullptr) {
    auto* const callback = first_;
    first_ = callback->next_;
    if (first_ != nullptr) {
      first_->link_ = &first_;
    }
    callback->link_ = nullptr;
    running_.store(callback, std::memory_order_release);
    lock.unlock();
    callback->run_(callback);
    // The callback may have destroyed itself: from here on its address is only compared, never followed.
    running_.store(nullptr, std::memory_order_release);
    running_.notify_all();
    lock.lock();
  }
  return true;
}

bool stop_state::add(stop_callback_base& callback) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (!requested_.load(std::memory_order_relaxed)) {
      callback.next_ = first_;
      callback.link_ = &first_;
      if (first_ != nullptr) {
        first_->link_ = &callback.next_;
      }
      first_ = &callback;
      return true;
    }
  }
  callback.run_(&callback);
  return false;
}

void stop_state::remove(stop_callback_base& callback) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (callback.link_ != nullptr) {
      *callback.link_ = callback.next_;
      if (callback.next_ != nullptr) {
        callback.next_->link_ = callback.link_;
      }
      return;
    }
    if (requester_ == std::this_thread::get_id()) {
      return;
    }
  }
  while (running_.load(std::memory_order_acquire) == &callback) {
    running_.wait(&callback, std::memory_order_acquire);
  }
}

}  // namespace patterns::concurrency::detail
