/// How a schedule is chosen; see explore.hpp for what each way is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "explore.hpp"

namespace explore::detail {

/// What may come next: a thread that goes on, or one whose wait ends without a notification.
struct candidate {
  enum class manner : unsigned char { goes_on, expires, wakes_for_nothing };

  unsigned thread;
  manner how;
};

class chooser {
 public:
  virtual ~chooser() = default;

  /// The index of one of `candidates`; the first is the thread that runs now, if it `may_stay`. Those that go on come
  /// before the others.
  virtual std::size_t pick(std::span<const candidate> candidates, bool may_stay) = 0;
  virtual std::size_t choose(std::size_t count) = 0;
  virtual void made(unsigned /*thread*/) {}
  virtual void yielded(unsigned /*thread*/) {}
};

/// A random walk, or priorities; `steps` is how long a schedule is expected to be.
std::unique_ptr<chooser> make_chooser(const options& how, std::uint64_t seed, std::size_t steps);

/// All schedules in turn.
class depth_first final : public chooser {
 public:
  explicit depth_first(unsigned preemptions) : preemptions_(preemptions) {}

  std::size_t pick(std::span<const candidate> candidates, bool may_stay) override;
  std::size_t choose(std::size_t count) override { return decide(count, count); }

  /// Goes on to the next schedule; false if there is none.
  bool next();
  void again();

 private:
  struct decision {
    std::size_t chosen;
    std::size_t count;
    // From this one on, an alternative costs a preemption.
    std::size_t free;
  };

  std::size_t decide(std::size_t count, std::size_t free);

  unsigned preemptions_;
  unsigned used_ = 0;
  std::size_t depth_ = 0;
  std::vector<decision> path_;
};

}  // namespace explore::detail
