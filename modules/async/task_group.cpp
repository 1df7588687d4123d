module patterns.async;

import std;
import patterns.concurrency;

namespace patterns::async {

namespace {

std::string message_of_all(const std::vector<std::exception_ptr>& errors) {
  constexpr std::size_t shown = 3;
  auto text = std::format("task_group: {} error{}: ", errors.size(), errors.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(shown, errors.size()); ++i) {
    text += (i == 0 ? "" : "; ") + detail::text_of(errors[i]);
  }
  return errors.size() > shown ? text + "; ..." : text;
}

bool is_cancellation(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const operation_cancelled&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

group_error::group_error(std::vector<std::exception_ptr> errors)
    : std::runtime_error(message_of_all(errors)),
      errors_(std::make_shared<const std::vector<std::exception_ptr>>(std::move(errors))) {}

// Children are left only when the whole is destroyed while it waits.
task_group::~task_group() {
  while (first_ != nullptr) {
    const auto frame = std::coroutine_handle<child>::from_promise(*first_);
    first_ = first_->next_;
    frame.destroy();
  }
}

std::size_t task_group::size() const noexcept {
  const std::lock_guard lock(mutex_);
  return children_;
}

bool task_group::begin(detail::group_child started) noexcept {
  auto& promise = started.frame_.promise();
  promise.group_ = this;
  promise.set_ambient_stop_token(&stop_.token());
  pending_.fetch_add(1, std::memory_order_relaxed);
  {
    const std::lock_guard lock(mutex_);
    promise.next_ = std::exchange(first_, &promise);
    if (promise.next_ != nullptr) {
      promise.next_->previous_ = &promise;
    }
    ++children_;
  }
  concurrency::trampoline::resume(promise.start_, started.frame_);
  return true;
}

void task_group::fail(std::exception_ptr error) noexcept {
  const auto cancelled = stop_requested() && is_cancellation(error);
  {
    const std::lock_guard lock(mutex_);
    if (cancelled) {
      cancelled_ = true;
    } else {
      errors_.push_back(std::move(error));
    }
  }
  stop_.request_stop();
}

// Nothing of the group is touched after the count: whoever is the last lets it go.
std::coroutine_handle<> task_group::end(child& ended) noexcept {
  {
    const std::lock_guard lock(mutex_);
    (ended.previous_ == nullptr ? first_ : ended.previous_->next_) = ended.next_;
    if (ended.next_ != nullptr) {
      ended.next_->previous_ = ended.previous_;
    }
    --children_;
  }
  std::coroutine_handle<child>::from_promise(ended).destroy();
  return pending_.fetch_sub(1, std::memory_order_acq_rel) == 1 ? waiting_ : std::noop_coroutine();
}

bool task_group::wait(std::coroutine_handle<> waiting) noexcept {
  waiting_ = waiting;
  return pending_.fetch_sub(1, std::memory_order_acq_rel) != 1;
}

void task_group::check() {
  if (!errors_.empty()) {
    throw group_error(std::move(errors_));
  }
  if (cancelled_ && outer_.stop_requested()) {
    throw operation_cancelled("with_task_group");
  }
}

}  // namespace patterns::async
