/// @file
/// C4 · read_gate: lets many read what one may change, each on a cache line of his own.
export module patterns.caching:read_gate;

import std;
import :observation;

namespace patterns::caching::detail {

/// Where the calling thread looks first for a line to read on: other threads have other numbers as long as they last.
///
/// Who finds somebody else there moves it on, so that two that meet do not meet again.
[[nodiscard]] std::uint32_t& reader_seat() noexcept;

/// The lines on which readers say that they are inside, and count what they find; they may belong to many gates.
class reader_lines {
 public:
  /// Apart from the next by what a processor may fetch at once.
  struct alignas(128) line {
    std::atomic<std::uint32_t> inside = 0;  ///< the number of a gate, or 0
    // Written by who is inside alone.
    std::atomic<std::uint64_t> hits = 0;
    std::atomic<std::uint64_t> misses = 0;
  };

  reader_lines();

  [[nodiscard]] inline line& of(std::uint32_t seat) const noexcept { return lines_[seat & mask_]; }

  [[nodiscard]] inline std::span<line> all() const noexcept { return {lines_.get(), mask_ + std::size_t{1}}; }

  [[nodiscard]] cache_stats counted() const noexcept;

 private:
  std::uint32_t mask_;
  std::unique_ptr<line[]> lines_;
};

/// Beside a lock: as long as the gate is open, readers go in without the lock, side by side, if what they do changes
/// nothing but what may be changed at the same time. Who holds the lock may do as they do, and closes the gate before
/// he does more.
///
/// A reader writes to one cache line, which no other thread writes to meanwhile, so that readers do not slow each other
/// down however many they are. Closing costs a look at every line; so the gate opens only after as many hits behind the
/// lock, and where changes are frequent it stays closed and costs one load.
///
/// Made by default it never opens.
///
/// Source: row C4; Dice, Kogan, "BRAVO: biased locking for reader-writer locks" (USENIX ATC 2019).
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
class read_gate {
 public:
  /// Inside, if it could go in: as long as it lives nobody can close the gate.
  class reader {
   public:
    explicit inline reader(read_gate& gate) noexcept : line_(gate.enter()) {}
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    inline ~reader() {
      if (line_ != nullptr) {
        line_->inside.store(0, std::memory_order_release);
      }
    }

    [[nodiscard]] explicit inline operator bool() const noexcept { return line_ != nullptr; }

    inline void count(bool hit) const noexcept {
      auto& counter = hit ? line_->hits : line_->misses;
      counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

   private:
    reader_lines::line* line_;
  };

  read_gate() = default;
  read_gate(const read_gate&) = delete;
  read_gate& operator=(const read_gate&) = delete;

  /// Lets the gate open. `number` is greater than 0, and no other gate of these lines has it.
  void attach(std::shared_ptr<reader_lines> lines, std::uint32_t number) noexcept {
    lines_ = std::move(lines);
    number_ = number;
  }

  [[nodiscard]] const reader_lines* lines() const noexcept { return lines_.get(); }

  /// The rest is for who holds the lock.
  [[nodiscard]] inline bool is_open() const noexcept { return open_.load(std::memory_order_relaxed); }

  /// Closes the gate and waits until nobody is inside.
  inline void close() noexcept {
    hits_ = 0;
    if (is_open()) {
      drain();
    }
  }

  /// Tells of a hit while the gate was closed; the last thing to be done before the lock is left, but for reading.
  inline void note_hit() noexcept {
    if (lines_ != nullptr && ++hits_ >= lines_->all().size()) {
      open_.store(true, std::memory_order_release);
    }
  }

 private:
  [[nodiscard]] inline reader_lines::line* enter() noexcept {
    if (!open_.load(std::memory_order_acquire)) {
      return nullptr;
    }
    auto& seat = reader_seat();
    auto& line = lines_->of(seat);
    std::uint32_t nobody = 0;
    if (line.inside.load(std::memory_order_relaxed) != 0 || !line.inside.compare_exchange_strong(nobody, number_)) {
      ++seat;
      return nullptr;
    }
    // Sequentially consistent, as is what drain does: either it sees this reader, or this reader sees it.
    if (!open_.load()) {
      line.inside.store(0, std::memory_order_release);
      return nullptr;
    }
    return &line;
  }

  void drain() noexcept;

  std::atomic<bool> open_ = false;
  std::uint32_t number_ = 0;
  std::size_t hits_ = 0;
  std::shared_ptr<reader_lines> lines_;
};

/// What readers have counted on the lines of a gate.
[[nodiscard]] inline cache_stats counted_by(const read_gate& gate) noexcept {
  return gate.lines() == nullptr ? cache_stats() : gate.lines()->counted();
}

}  // namespace patterns::caching::detail
