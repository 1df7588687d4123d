module patterns.concurrency;

import std;

namespace patterns::concurrency {

counting_gate::counting_gate(std::size_t limit) : limit_(limit) {
  if (limit == 0) {
    throw std::invalid_argument("counting_gate: a limit of 0 would let nobody in");
  }
}

// Nobody waits while there is room: who leaves hands its place on.
bool counting_gate::try_enter() {
  const std::lock_guard lock(mutex_);
  if (in_use_ == limit_) {
    return false;
  }
  ++in_use_;
  return true;
}

bool counting_gate::join(detail::waiter& self) {
  const std::lock_guard lock(mutex_);
  if (in_use_ < limit_) {
    ++in_use_;
    return true;
  }
  line_.join(self);
  return false;
}

void counting_gate::withdraw(detail::waiter& self) noexcept {
  const std::lock_guard lock(mutex_);
  if (self.waits()) {
    line_.dismiss(self);
  }
}

void counting_gate::abandon(detail::waiter& self) noexcept {
  if (self.waits()) {
    line_.dismiss(self);
  } else if (self.served()) {
    hand_on();
  }
}

void counting_gate::leave() noexcept {
  const std::lock_guard lock(mutex_);
  hand_on();
}

void counting_gate::hand_on() noexcept {
  if (auto* const next = line_.first()) {
    line_.serve(*next);
  } else {
    --in_use_;
  }
}

std::size_t counting_gate::in_use() const {
  const std::lock_guard lock(mutex_);
  return in_use_;
}

std::size_t counting_gate::waiting() const {
  const std::lock_guard lock(mutex_);
  return line_.size();
}

}  // namespace patterns::concurrency
