module patterns.concurrency;

import std;

namespace patterns::concurrency {

namespace {

struct waiting_line {
  trampoline::entry* first;
  trampoline::entry** last;
  std::size_t scopes;
};

thread_local constinit waiting_line line{nullptr, nullptr, 0};

}  // namespace

void trampoline::entry::unlink() noexcept {
  *link_ = next_;
  if (next_ != nullptr) {
    next_->link_ = link_;
  } else {
    line.last = link_;
  }
  next_ = nullptr;
  link_ = nullptr;
}

void trampoline::resume(entry& place, std::coroutine_handle<> suspended) noexcept {
  place.coroutine_ = suspended;
  place.link_ = line.first == nullptr ? &line.first : line.last;
  *place.link_ = &place;
  line.last = &place.next_;
  if (line.scopes == 0) {
    const scope outermost;
  }
}

void trampoline::run_pending() noexcept {
  while (line.first != nullptr) {
    const auto next = line.first->coroutine_;
    line.first->unlink();
    next.resume();
  }
}

trampoline::scope::scope() noexcept {
  ++line.scopes;
}

trampoline::scope::~scope() {
  if (line.scopes == 1) {
    run_pending();
  }
  --line.scopes;
}

}  // namespace patterns::concurrency
