module patterns.async;

import std;

#ifndef __clang__

namespace patterns::async::detail {

namespace {

struct trampoline {
  void* running;
  std::coroutine_handle<> next;
};

thread_local constinit trampoline* innermost = nullptr;

void bounce(std::coroutine_handle<> first) {
  trampoline here{nullptr, first};
  auto* const outer = std::exchange(innermost, &here);
  while (here.next) {
    const auto now = std::exchange(here.next, nullptr);
    here.running = now.address();
    now.resume();
  }
  innermost = outer;
}

}  // namespace

// Only the coroutine that the loop itself resumed may leave its successor there: it is about to return to the loop.
// One that somebody resumed by its handle meanwhile gets a loop of its own, and runs before that call returns.
void transfer(std::coroutine_handle<> self, std::coroutine_handle<> next) noexcept {
  if (innermost != nullptr && innermost->running == self.address()) {
    innermost->next = next;
  } else {
    bounce(next);
  }
}

void resume(std::coroutine_handle<> next) {
  bounce(next);
}

}  // namespace patterns::async::detail

#endif
