/// An executor on one thread that goes on with any of the coroutines that are ready, as the schedule decides.
#pragma once

#include <coroutine>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "explore.hpp"

namespace explore {

/// Runs coroutines and jobs one after the other, each time any of those that are ready: with explore::search every
/// order that an executor might have is tried, by seed or, with strategy::exhaustive, all of them.
///
/// Models patterns::concurrency::executor. For one thread. A coroutine that is destroyed while it waits here is taken
/// out; one that somebody else resumes meanwhile, a double resume, fails the test.
class seeded_executor {
 public:
  seeded_executor() = default;
  seeded_executor(const seeded_executor&) = delete;
  seeded_executor& operator=(const seeded_executor&) = delete;

  class awaiter {
   public:
    explicit awaiter(seeded_executor& owner) noexcept : owner_(&owner) {}
    awaiter(const awaiter&) = delete;
    awaiter& operator=(const awaiter&) = delete;
    ~awaiter() { owner_->forget(this); }

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
      owner_->ready_.push_back({this, [this, waiting] {
                                  its_turn_ = true;
                                  waiting.resume();
                                }});
    }
    void await_resume() const { EXPECT_TRUE(its_turn_) << "resumed, but not by the executor that it waits for"; }

   private:
    seeded_executor* owner_;
    bool its_turn_ = false;
  };

  /// `co_await executor.schedule()` goes on in some later turn.
  [[nodiscard]] awaiter schedule() noexcept { return awaiter(*this); }

  template <class F>
  void post(F&& job) {
    auto kept = std::make_shared<std::decay_t<F>>(std::forward<F>(job));
    ready_.push_back({nullptr, [kept] { (*kept)(); }});
  }

  /// Runs until nothing is ready; returns how many turns that took.
  std::size_t run() {
    std::size_t turns = 0;
    for (; !ready_.empty(); ++turns) {
      const auto chosen = ready_.begin() + static_cast<std::ptrdiff_t>(choose(ready_.size()));
      const auto next = std::move(chosen->run);
      ready_.erase(chosen);
      next();
    }
    return turns;
  }

 private:
  struct item {
    const awaiter* waiting;
    std::function<void()> run;
  };

  void forget(const awaiter* gone) {
    std::erase_if(ready_, [gone](const item& each) { return each.waiting == gone; });
  }

  std::vector<item> ready_;
};

}  // namespace explore
