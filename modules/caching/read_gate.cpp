module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

constinit std::atomic<std::uint32_t> threads_seated = 0;
constinit thread_local std::uint32_t own_seat = 0;

/// Twice as many as threads can run at once, so that two seldom meet; but no more than one who closes can look at.
constexpr std::uint32_t most_lines = 64;

[[nodiscard]] std::uint32_t lines_for(std::uint32_t processors) noexcept {
  return std::min(most_lines, 2 * std::bit_ceil(std::clamp(processors, 1U, most_lines)));
}

constexpr int looks_before_yielding = 40;

}  // namespace

std::uint32_t& reader_seat() noexcept {
  while (own_seat == 0) {
    own_seat = threads_seated.fetch_add(1, std::memory_order_relaxed) + 1;
  }
  return own_seat;
}

reader_lines::reader_lines()
    : mask_(lines_for(std::thread::hardware_concurrency()) - 1),
      lines_(std::make_unique<line[]>(mask_ + std::size_t{1})) {}

cache_stats reader_lines::counted() const noexcept {
  cache_stats sum;
  for (const auto& each : all()) {
    sum.hits += each.hits.load(std::memory_order_relaxed);
    sum.misses += each.misses.load(std::memory_order_relaxed);
  }
  return sum;
}

void read_gate::drain() noexcept {
  open_.store(false);
  for (const auto& each : lines_->all()) {
    for (int looks = 0; each.inside.load() == number_; ++looks) {
      if (looks >= looks_before_yielding) {
        std::this_thread::yield();
      }
    }
  }
}

}  // namespace patterns::caching::detail
