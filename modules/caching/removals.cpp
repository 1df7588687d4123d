module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

constinit thread_local telling* innermost_telling = nullptr;

}  // namespace

telling::telling(const void* cache) noexcept : cache_(cache), outer_(innermost_telling) {
  innermost_telling = this;
}

telling::~telling() {
  innermost_telling = outer_;
}

telling* telling::of(const void* cache) noexcept {
  auto* found = innermost_telling;
  while (found != nullptr && found->cache_ != cache) {
    found = found->outer_;
  }
  return found;
}

void telling::line_up(removal_link& batch) noexcept {
  batch.next = nullptr;
  (first_ == nullptr ? first_ : last_->next) = &batch;
  last_ = &batch;
}

removal_link* telling::take_next() noexcept {
  auto* const next = first_;
  if (next != nullptr) {
    first_ = next->next;
  }
  return next;
}

}  // namespace patterns::caching::detail
