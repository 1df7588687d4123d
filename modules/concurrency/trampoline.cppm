/// @file
/// async core · trampoline: coroutines that wait for this thread to come to rest.
export module patterns.concurrency:trampoline;

import std;

export namespace patterns::concurrency {

/// Resumes coroutines on the thread that made them ready, once what the thread does now has come to an end.
///
/// Whoever wakes others (a lock that is handed on, a stop that is requested) must not run them within the call: they
/// would nest without bound, and see the caller half done. Such a caller puts them here. Within a trampoline::scope,
/// and in all that run_loop, thread_pool and sync_wait run, they are resumed where the outermost scope of the thread
/// ends; elsewhere at once, before resume() returns. In either case the one that is resumed runs with nothing but the
/// scope below it on the stack, in the order of the calls.
///
/// Complexity: O(1), no allocation. Thread-safety: each thread has its own.
/// Source: the trampoline schedulers of the Reactive Extensions and of P2300.
class trampoline {
 public:
  /// A coroutine's place in the queue; it stands in the coroutine's frame, usually as a base of the awaiter.
  ///
  /// Thread-safety: once it is queued it is destroyed by the thread whose queue that is, which takes it out.
  class entry {
   public:
    entry() noexcept = default;
    entry(const entry&) = delete;
    entry& operator=(const entry&) = delete;
    inline ~entry() {
      if (link_ != nullptr) {
        unlink();
      }
    }

   private:
    friend class trampoline;

    void unlink() noexcept;

    std::coroutine_handle<> coroutine_;
    entry* next_ = nullptr;
    entry** link_ = nullptr;
  };

  /// Puts off what is given to resume() on this thread until the outermost scope ends.
  class scope {
   public:
    scope() noexcept;
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope();
  };

  /// Resumes `suspended` in its turn; `place` may be gone when this returns.
  static void resume(entry& place, std::coroutine_handle<> suspended) noexcept;

  /// Resumes now what waits on this thread: for code that is about to block in the midst of a scope.
  static void run_pending() noexcept;
};

}  // namespace patterns::concurrency
