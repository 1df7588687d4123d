module patterns.async;

import std;
import patterns.concurrency;
import patterns.data_model;

namespace patterns::async {

using data_model::exit_result;

namespace detail {

awaited_exit_entry::~awaited_exit_entry() = default;

exit_result awaited_exit_entry::exit(const std::exception_ptr&) {
  return exit_result::propagate;
}

bool awaited_exit_entry::waits() const noexcept {
  return true;
}

task<std::exception_ptr> leave_all_awaited(exit_list& entries, std::exception_ptr error) {
  const concurrency::stop_token never;
  co_await ambient_stop_token_setter(never);
  while (const auto entry = entries.pop()) {
    try {
      auto verdict = exit_result::propagate;
      if (entry->waits()) {
        verdict = co_await static_cast<awaited_exit_entry&>(*entry).exit_and_wait(error);
      } else {
        verdict = entry->exit(error);
      }
      if (verdict == exit_result::swallow) {
        error = nullptr;
      }
    } catch (...) {
      error = detail::chained(error, std::current_exception());
    }
  }
  co_return error;
}

}  // namespace detail

task<> async_exit_stack::aclose() {
  co_await exit(nullptr);
}

task<async_exit_stack&> async_exit_stack::enter() {
  co_return *this;
}

task<exit_result> async_exit_stack::exit(std::exception_ptr error) {
  const auto left = co_await detail::leave_all_awaited(entries_, error);
  if (left && left != error) {
    std::rethrow_exception(left);
  }
  co_return left == error ? exit_result::propagate : exit_result::swallow;
}

}  // namespace patterns::async
