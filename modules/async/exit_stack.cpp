module patterns.async;

import std;
import patterns.data_model;

namespace patterns::async {

using data_model::exit_result;

namespace detail {

exit_entry::~exit_entry() = default;

bool exit_entry::waits() const noexcept {
  return false;
}

void exit_list::push(std::unique_ptr<exit_entry> entry) noexcept {
  entry->below_ = std::move(top_);
  top_ = std::move(entry);
  ++size_;
}

std::unique_ptr<exit_entry> exit_list::pop() noexcept {
  auto popped = std::move(top_);
  if (popped) {
    top_ = std::move(popped->below_);
    --size_;
  }
  return popped;
}

void exit_list::swap(exit_list& other) noexcept {
  top_.swap(other.top_);
  std::swap(size_, other.size_);
}

std::exception_ptr leave_all(exit_list& entries, std::exception_ptr error) noexcept {
  while (const auto entry = entries.pop()) {
    try {
      if (entry->exit(error) == exit_result::swallow) {
        error = nullptr;
      }
    } catch (...) {
      error = detail::chained(error, std::current_exception());
    }
  }
  return error;
}

void abandon_all(exit_list& entries) noexcept {
  if (entries.size() == 0) {
    return;
  }
  const auto not_closed = std::make_exception_ptr(exit_stack_not_closed());
  const auto left = detail::leave_all(entries, not_closed);
  if (left && left != not_closed) {
    std::rethrow_exception(left);
  }
}

}  // namespace detail

exit_result exit_stack::exit(const std::exception_ptr& error) {
  const auto left = detail::leave_all(entries_, error);
  if (left && left != error) {
    std::rethrow_exception(left);
  }
  return left == error ? exit_result::propagate : exit_result::swallow;
}

}  // namespace patterns::async
