#include "strategy.hpp"

#include <algorithm>

namespace explore::detail {

namespace {

/// Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014).
class generator {
 public:
  explicit generator(std::uint64_t seed) : state_(seed * 0x9E37'79B9'7F4A'7C15U) {}

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::uint64_t next() {
    state_ += 0x9E37'79B9'7F4A'7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return mixed ^ (mixed >> 31U);
  }

  std::uint64_t state_;
};

std::size_t going_on(std::span<const candidate> candidates) {
  return static_cast<std::size_t>(
      std::ranges::count(candidates, candidate::manner::goes_on, [](const candidate& each) { return each.how; }));
}

class random_walk final : public chooser {
 public:
  explicit random_walk(std::uint64_t seed) : random_(seed) {
    constexpr std::size_t ways[] = {1, 2, 4, 16};
    moves_once_in_ = ways[random_.below(4)];
  }

  std::size_t pick(std::span<const candidate> candidates, bool may_stay) override {
    const auto active = going_on(candidates);
    if (active == 0 || (active < candidates.size() && random_.one_in(rare))) {
      return active + random_.below(candidates.size() - active);
    }
    if (may_stay && !random_.one_in(moves_once_in_)) {
      return 0;
    }
    return random_.below(active);
  }

  std::size_t choose(std::size_t count) override { return random_.below(count); }

 private:
  static constexpr std::size_t rare = 16;

  generator random_;
  std::size_t moves_once_in_;
};

class priorities final : public chooser {
 public:
  priorities(std::uint64_t seed, unsigned change_points, std::size_t steps) : random_(seed) {
    for (unsigned i = 0; i < change_points; ++i) {
      changes_.push_back(random_.below(steps));
    }
  }

  std::size_t pick(std::span<const candidate> candidates, bool may_stay) override {
    if (std::ranges::find(changes_, step_++) != changes_.end() && may_stay) {
      of_thread_[candidates.front().thread] = --lowest_;
    }
    const auto active = going_on(candidates);
    if (active == 0 || (active < candidates.size() && random_.one_in(rare))) {
      return active + random_.below(candidates.size() - active);
    }
    const auto first = candidates.first(active);
    const auto best =
        std::ranges::max_element(first, {}, [this](const candidate& each) { return of_thread_[each.thread]; });
    return static_cast<std::size_t>(best - first.begin());
  }

  std::size_t choose(std::size_t count) override { return random_.below(count); }

  void made(unsigned thread) override {
    of_thread_.resize(std::max<std::size_t>(of_thread_.size(), thread + 1));
    of_thread_[thread] = static_cast<std::int64_t>(random_.below(1'000'000));
  }

  void yielded(unsigned thread) override { of_thread_[thread] = --lowest_; }

 private:
  static constexpr std::size_t rare = 32;

  generator random_;
  std::vector<std::size_t> changes_;
  std::vector<std::int64_t> of_thread_;
  std::int64_t lowest_ = 0;
  std::size_t step_ = 0;
};

}  // namespace

std::unique_ptr<chooser> make_chooser(const options& how, std::uint64_t seed, std::size_t steps) {
  if (how.how == strategy::priorities || (how.how == strategy::mixed && seed % 2 == 0)) {
    return std::make_unique<priorities>(seed, how.change_points, steps);
  }
  return std::make_unique<random_walk>(seed);
}

std::size_t depth_first::pick(std::span<const candidate> candidates, bool may_stay) {
  const auto active = going_on(candidates);
  return decide(candidates.size(), active == 0 ? candidates.size() : may_stay ? 1 : active);
}

std::size_t depth_first::decide(std::size_t count, std::size_t free) {
  if (depth_ == path_.size()) {
    path_.push_back({0, used_ < preemptions_ ? count : free, free});
  }
  const auto& here = path_[depth_++];
  used_ += here.chosen >= here.free ? 1 : 0;
  return here.chosen;
}

bool depth_first::next() {
  again();
  while (!path_.empty() && ++path_.back().chosen >= path_.back().count) {
    path_.pop_back();
  }
  return !path_.empty();
}

void depth_first::again() {
  used_ = 0;
  depth_ = 0;
}

}  // namespace explore::detail
