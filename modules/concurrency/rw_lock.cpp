module patterns.concurrency;

import std;

namespace patterns::concurrency::detail {

waiting_line& rw_core::line_of(access wanted) noexcept {
  return wanted == access::shared ? readers_waiting_ : writers_waiting_;
}

bool rw_core::has_room(access wanted) const noexcept {
  return !writing_ && (wanted == access::shared || reading_ == 0);
}

bool rw_core::admits(access wanted) const noexcept {
  const bool overtakes = wanted == access::shared ? policy_ != prefer::readers && writers_waiting_.size() != 0
                                                  : policy_ == prefer::fair && readers_waiting_.size() != 0;
  return has_room(wanted) && !overtakes;
}

void rw_core::begin(access wanted) noexcept {
  if (wanted == access::shared) {
    ++reading_;
  } else {
    writing_ = true;
  }
}

void rw_core::end(access held) noexcept {
  if (held == access::shared) {
    --reading_;
  } else {
    writing_ = false;
  }
}

rw_core::access rw_core::next_in_turn() const noexcept {
  const auto* const reader = readers_waiting_.first();
  const auto* const writer = writers_waiting_.first();
  if (reader == nullptr || writer == nullptr) {
    return writer == nullptr ? access::shared : access::exclusive;
  }
  switch (policy_) {
    case prefer::readers:
      return access::shared;
    case prefer::writers:
      return access::exclusive;
    case prefer::fair:
      break;
  }
  return reader->ticket() < writer->ticket() ? access::shared : access::exclusive;
}

void rw_core::admit_waiting() noexcept {
  for (;;) {
    const auto next = next_in_turn();
    auto* const first = line_of(next).first();
    if (first == nullptr || !has_room(next)) {
      return;
    }
    begin(next);
    line_of(next).serve(*first);
  }
}

// A writer that gives up must let in the readers whom its waiting kept out.
void rw_core::withdraw(access wanted, waiter& self) noexcept {
  if (self.served()) {
    end(wanted);
  } else {
    line_of(wanted).dismiss(self);
  }
  admit_waiting();
}

bool rw_core::try_enter(access wanted) {
  const std::lock_guard lock(mutex_);
  if (!admits(wanted)) {
    return false;
  }
  begin(wanted);
  return true;
}

void rw_core::enter(access wanted) {
  enter_by(wanted, no_deadline());
}

void rw_core::leave(access held) {
  const std::lock_guard lock(mutex_);
  if (held == access::shared ? reading_ == 0 : !writing_) {
    throw std::system_error(std::make_error_code(std::errc::operation_not_permitted),
                            held == access::shared ? "rw_lock: unlock_shared of a lock that no reader holds"
                                                   : "rw_lock: unlock of a lock that no writer holds");
  }
  end(held);
  admit_waiting();
}

std::size_t rw_core::waiting() const {
  const std::lock_guard lock(mutex_);
  return readers_waiting_.size() + writers_waiting_.size();
}

}  // namespace patterns::concurrency::detail
