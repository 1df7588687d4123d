module patterns.async;

import std;
import patterns.concurrency;

namespace patterns::async::detail {

void wait_queue::append(waiter& last) noexcept {
  last.next_ = nullptr;
  last.previous_ = last_;
  (last_ == nullptr ? first_ : last_->next_) = &last;
  last_ = &last;
}

void wait_queue::unlink(waiter& leaving) noexcept {
  (leaving.previous_ == nullptr ? first_ : leaving.previous_->next_) = leaving.next_;
  (leaving.next_ == nullptr ? last_ : leaving.next_->previous_) = leaving.previous_;
}

void woken_waiters::grant_first(wait_queue& line) noexcept {
  auto& granted = *line.first_;
  line.unlink(granted);
  granted.standing_ = waiter::standing::granted;
  granted.next_ = nullptr;
  *end_ = &granted;
  end_ = &granted.next_;
}

// The scope holds the first of them back until the last has its place in the trampoline: it may destroy the others.
void woken_waiters::resume_all() noexcept {
  const concurrency::trampoline::scope afterwards;
  while (first_ != nullptr) {
    auto& woken = *std::exchange(first_, first_->next_);
    concurrency::trampoline::resume(woken, woken.coroutine_);
  }
}

void waiter::finish(std::string_view operation) {
  forget_stop();
  parked_ = false;
  if (std::exchange(standing_, standing::idle) == standing::cancelled) {
    throw operation_cancelled(operation);
  }
}

void waiter::cancel() noexcept {
  {
    const std::lock_guard lock(*line_.mutex_);
    const bool was_waiting = standing_ == standing::waiting;
    if (was_waiting) {
      line_.unlink(*this);
    }
    if (standing_ != standing::granted) {
      standing_ = standing::cancelled;
    }
    if (!was_waiting) {
      return;
    }
  }
  concurrency::trampoline::resume(*this, coroutine_);
}

bool waiter::leave() noexcept {
  const std::lock_guard lock(*line_.mutex_);
  if (standing_ == standing::waiting) {
    line_.unlink(*this);
  }
  return std::exchange(standing_, standing::idle) == standing::granted;
}

}  // namespace patterns::async::detail
