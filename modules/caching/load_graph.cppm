/// @file
/// C14 · which coroutine's load waits for which: finds the loads that could only go on after themselves.
export module patterns.caching:load_graph;

import std;
import patterns.concurrency;

namespace patterns::caching::detail {

class load_dependency;

/// A load under way. It is known by the token under which it runs, which is made for it alone: a coroutine takes the
/// token of its awaiter, so that whatever the load awaits can be asked for whose sake it runs.
///
/// Thread-safety: begin and end by whoever leads the load; the rest under the graph's own lock.
class async_load {
 public:
  async_load() = default;
  async_load(const async_load&) = delete;
  async_load& operator=(const async_load&) = delete;

  /// @throws std::bad_alloc, and then it has not begun
  void begin(const concurrency::stop_token& token);
  void end() noexcept;

 private:
  friend class load_dependency;
  friend class load_graph;

  std::uintptr_t mark_ = 0;
  load_dependency* waits_for_ = nullptr;  // the first of a list: one load may wait for several
  std::uint64_t seen_ = 0;
};

/// Notes, as long as it lives, that the load in which a coroutine runs waits for another.
class load_dependency {
 public:
  /// @param token  the ambient one of the coroutine that is about to wait
  load_dependency(const concurrency::stop_token& token, async_load& target) noexcept;
  load_dependency(const load_dependency&) = delete;
  load_dependency& operator=(const load_dependency&) = delete;
  ~load_dependency();

  /// Whether the target waits, directly or through others, for the very load that is to wait; then nothing was noted.
  [[nodiscard]] bool circular() const noexcept { return circular_; }

 private:
  friend class load_graph;

  async_load* from_ = nullptr;
  async_load* target_;
  load_dependency* next_ = nullptr;
  bool circular_ = false;
};

}  // namespace patterns::caching::detail
