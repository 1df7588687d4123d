/// @file
/// async core · sync_wait: from plain code into coroutines and back.
export module patterns.async:sync_wait;

import std;
import patterns.concurrency;
import :awaitable;
import :root_task;

namespace patterns::async::detail {

/// Lets one thread wait for an end that happens on any thread.
class blocking_completion final : public completion {
 public:
  // Notifies under the lock: the waiter destroys this as soon as it gets the lock and sees the end.
  void complete() noexcept override {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_one();
  }

  void wait() {
    concurrency::trampoline::run_pending();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// Awaits `awaited` from code that is no coroutine: starts it on this thread, blocks until it has ended, wherever
/// that is, and returns its result. A result that is an rvalue reference is returned by value.
///
/// Must not be called on a thread that `awaited` needs in order to go on: that of its run_loop, or the last free one
/// of its pool.
///
/// @param token  by which what it awaits is asked to stop
/// @throws what `awaited` throws
template <awaitable A>
auto sync_wait(A&& awaited, concurrency::stop_token token = {}) -> detail::returned_result_t<A> {
  detail::blocking_completion ended;
  auto root = detail::make_root_task(std::forward<A>(awaited));
  root.start(ended, token);
  ended.wait();
  return root.take();
}

}  // namespace patterns::async
