module patterns.async;

import std;

namespace patterns::async::detail {

bool permit_pool::hand_over() noexcept {
  woken_waiters woken;
  const std::lock_guard lock(mutex_);
  if (free_.load(std::memory_order_relaxed) >= 0) {
    return false;
  }
  const bool somebody = line_.first() != nullptr;
  if (somebody) {
    woken.grant_first(line_);
  }
  if (line_.first() == nullptr) {
    free_.store(0, std::memory_order_relaxed);
  }
  return somebody;
}

}  // namespace patterns::async::detail
