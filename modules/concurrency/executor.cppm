/// @file
/// C18 · executor: whatever runs a function for you, some time and somewhere.
export module patterns.concurrency:executor;

import std;

namespace patterns::concurrency::detail {

/// Stands for any job in the executor concept: it may be moved and called, and nothing more.
struct any_job {
  any_job(any_job&&) noexcept;
  any_job(const any_job&) = delete;
  void operator()();
};

/// A place in a queue, owned by whoever queued it: an awaiter in a coroutine frame, or a job on the heap.
class work_item {
 public:
  /// What becomes of an item, exactly once.
  enum class fate { run, cancel };

  work_item(const work_item&) = delete;
  work_item& operator=(const work_item&) = delete;

  /// The item may be gone when this returns.
  inline void settle(fate outcome) noexcept { settle_(this, outcome); }

  work_item* next = nullptr;

 protected:
  using action = void (*)(work_item*, fate) noexcept;

  explicit inline work_item(action on_settle) noexcept : settle_(on_settle) {}
  ~work_item() = default;

 private:
  action settle_;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// Runs jobs given to it: `post(job)` takes a function of no argument, which may be move-only, and returns without
/// waiting for it.
///
/// Models: thread_pool, and patterns::async::run_loop.
/// Source: row C18; the executor of the Networking TS, reduced to its one necessary operation.
template <class E>
concept executor = requires(E& where, detail::any_job job) { where.post(std::move(job)); };

}  // namespace patterns::concurrency
