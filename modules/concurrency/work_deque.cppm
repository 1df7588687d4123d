/// @file
/// C18 · work_deque: the queue of one worker, from which the others steal.
module patterns.concurrency:work_deque;

import std;
import :executor;

namespace patterns::concurrency::detail {

/// The owner pushes and pops at the bottom, in the order of a stack; thieves take the oldest from the top.
///
/// The latest item stands apart: pushed and popped at once, as by a coroutine that hops, it costs two exchanges, where
/// the array would take three accesses as dear.
///
/// Thread-safety: push and pop by the owner alone; steal and empty by anyone.
/// Source: Chase and Lev, Dynamic Circular Work-Stealing Deque (SPAA 2005), with sequentially consistent accesses
/// where Le et al. (PPoPP 2013) have fences, which ThreadSanitizer cannot follow.
class work_deque {
 public:
  work_deque() { grow(0, 0); }

  /// An older item may change its place: for a moment it is nowhere, and who looks then sees this one only.
  /// @throws std::bad_alloc, and then the item was not taken
  inline void push(work_item* item) {
    if (latest_.load(std::memory_order_relaxed) != nullptr) {
      make_room();
    }
    auto* const older = latest_.exchange(item, std::memory_order_seq_cst);
    if (older == nullptr) {
      return;
    }
    const auto bottom = bottom_.load(std::memory_order_relaxed);
    at(*slots_.load(std::memory_order_relaxed), bottom).store(older, std::memory_order_release);
    bottom_.store(bottom + 1, std::memory_order_seq_cst);
  }

  inline work_item* pop() noexcept {
    if (latest_.load(std::memory_order_relaxed) != nullptr) {
      if (auto* const item = latest_.exchange(nullptr, std::memory_order_acquire)) {
        return item;
      }
    }
    const auto bottom = bottom_.load(std::memory_order_relaxed) - 1;
    if (bottom < top_.load(std::memory_order_relaxed)) {
      return nullptr;
    }
    auto* const slots = slots_.load(std::memory_order_relaxed);
    bottom_.store(bottom, std::memory_order_seq_cst);
    auto top = top_.load(std::memory_order_seq_cst);
    if (top > bottom) {
      bottom_.store(bottom + 1, std::memory_order_relaxed);
      return nullptr;
    }
    auto* const item = at(*slots, bottom).load(std::memory_order_relaxed);
    if (top == bottom) {
      const bool won = top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst, std::memory_order_relaxed);
      bottom_.store(bottom + 1, std::memory_order_relaxed);
      return won ? item : nullptr;
    }
    return item;
  }

  inline work_item* steal() noexcept {
    for (;;) {
      auto top = top_.load(std::memory_order_seq_cst);
      if (top >= bottom_.load(std::memory_order_seq_cst)) {
        return latest_.load(std::memory_order_relaxed) == nullptr
                   ? nullptr
                   : latest_.exchange(nullptr, std::memory_order_acquire);
      }
      auto* const item = at(*slots_.load(std::memory_order_acquire), top).load(std::memory_order_acquire);
      if (top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst, std::memory_order_relaxed)) {
        return item;
      }
    }
  }

  [[nodiscard]] inline bool empty() const noexcept {
    return latest_.load(std::memory_order_seq_cst) == nullptr &&
           bottom_.load(std::memory_order_seq_cst) <= top_.load(std::memory_order_seq_cst);
  }

 private:
  using slot_array = std::vector<std::atomic<work_item*>>;

  static constexpr std::size_t initial_slots = 256;

  static inline std::atomic<work_item*>& at(slot_array& slots, std::int64_t index) noexcept {
    return slots[static_cast<std::size_t>(index) & (slots.size() - 1)];
  }

  void make_room() {
    const auto bottom = bottom_.load(std::memory_order_relaxed);
    const auto top = top_.load(std::memory_order_acquire);
    if (bottom - top >= static_cast<std::int64_t>(slots_.load(std::memory_order_relaxed)->size())) {
      grow(top, bottom);
    }
  }

  // Arrays that were outgrown live as long as the deque: a slow thief may still be reading one.
  void grow(std::int64_t top, std::int64_t bottom) {
    const auto size = arrays_.empty() ? initial_slots : arrays_.back()->size() * 2;
    auto larger = std::make_unique<slot_array>(size);
    for (auto index = top; index < bottom; ++index) {
      at(*larger, index).store(at(*arrays_.back(), index).load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
    auto* const current = arrays_.emplace_back(std::move(larger)).get();
    slots_.store(current, std::memory_order_release);
  }

  alignas(64) std::atomic<std::int64_t> top_ = 0;
  alignas(64) std::atomic<work_item*> latest_ = nullptr;
  std::atomic<std::int64_t> bottom_ = 0;
  std::atomic<slot_array*> slots_ = nullptr;
  std::vector<std::unique_ptr<slot_array>> arrays_;
};

}  // namespace patterns::concurrency::detail
