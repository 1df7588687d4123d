/// @file
/// async core · transfer: from one coroutine to the next in constant stack.
export module patterns.async:transfer;

import std;

namespace patterns::async::detail {

#ifdef __clang__

/// What `await_suspend` returns to suspend `self` and go on in `next`. Clang makes the jump a tail call always.
inline std::coroutine_handle<> transfer(std::coroutine_handle<> /*self*/, std::coroutine_handle<> next) noexcept {
  return next;
}

/// Resumes `next` from code that is no coroutine of this library.
inline void resume(std::coroutine_handle<> next) {
  next.resume();
}

#else

/// As above. GCC makes the jump a tail call neither below -O2 nor under a sanitizer (tried with 15 and 16), so here
/// the coroutine returns to a loop that resumes `next`; the first transfer on a stack becomes that loop.
void transfer(std::coroutine_handle<> self, std::coroutine_handle<> next) noexcept;

void resume(std::coroutine_handle<> next);

#endif

}  // namespace patterns::async::detail
