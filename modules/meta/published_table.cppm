/// @file
/// A30 · published_table: a hash table that grows while others read it.
export module patterns.meta:published_table;

import std;

namespace patterns::meta::detail {

/// Finds entries by their hash; readers never wait, and writers must take turns.
///
/// An entry, once in, stays until the table is destroyed, and so does every array of slots that a reader may still be
/// in: nothing is reclaimed while it can be read, and a reader leaves no trace that a writer would have to wait for.
/// All arrays but the last are together smaller than the last.
///
/// @tparam Entry  has `hash()`, whose high bits depend on all of what is hashed; it does not move
template <class Entry>
class published_table {
 public:
  published_table() = default;
  published_table(const published_table&) = delete;
  published_table& operator=(const published_table&) = delete;

  /// The entry with this `hash` for which `matches` holds, or null.
  template <class Matches>
  [[nodiscard]] Entry* find(std::uint64_t hash, Matches matches) const {
    const auto* const slots = current_.load(std::memory_order_acquire);
    if (slots == nullptr) {
      return nullptr;
    }
    for (auto i = slots->first(hash);; i = slots->after(i)) {
      const auto& slot = slots->list[i];
      auto* const entry = slot.entry.load(std::memory_order_acquire);
      if (entry == nullptr || (slot.hash == hash && matches(*entry))) {
        return entry;
      }
    }
  }

  /// Calls `visit` with every entry, in no order.
  template <class Visit>
  void for_each(Visit visit) const {
    const auto* const slots = current_.load(std::memory_order_acquire);
    for (std::size_t i = 0; slots != nullptr && i <= slots->mask; ++i) {
      if (auto* const entry = slots->list[i].entry.load(std::memory_order_acquire)) {
        visit(*entry);
      }
    }
  }

  /// Takes in an entry that find does not find. Strong guarantee.
  Entry& insert(std::unique_ptr<Entry> entry) {
    entries_.reserve(entries_.size() + 1 > entries_.capacity() ? 2 * entries_.size() + 4 : 0);
    make_room();
    entries_.push_back(std::move(entry));
    arrays_.back()->put(*entries_.back());
    return *entries_.back();
  }

 private:
  struct slot_type {
    std::atomic<Entry*> entry = nullptr;
    std::uint64_t hash = 0;
  };

  struct slot_array {
    explicit slot_array(std::size_t size)
        : mask(size - 1), shift(64 - std::countr_zero(size)), list(std::make_unique<slot_type[]>(size)) {}

    [[nodiscard]] std::size_t first(std::uint64_t hash) const noexcept {
      return static_cast<std::size_t>(hash >> shift);
    }

    [[nodiscard]] std::size_t after(std::size_t i) const noexcept { return (i + 1) & mask; }

    void put(Entry& entry) noexcept {
      auto i = first(entry.hash());
      while (list[i].entry.load(std::memory_order_relaxed) != nullptr) {
        i = after(i);
      }
      list[i].hash = entry.hash();
      list[i].entry.store(&entry, std::memory_order_release);
    }

    std::size_t mask;
    int shift;
    std::unique_ptr<slot_type[]> list;
  };

  /// At least every third slot stays empty, so that every search ends, and soon.
  void make_room() {
    constexpr std::size_t least = 16;
    const auto size = arrays_.empty() ? 0 : arrays_.back()->mask + 1;
    if (3 * (entries_.size() + 1) <= 2 * size) {
      return;
    }
    arrays_.reserve(arrays_.size() + 1);
    auto larger = std::make_unique<slot_array>(size == 0 ? least : 2 * size);
    for (const auto& entry : entries_) {
      larger->put(*entry);
    }
    arrays_.push_back(std::move(larger));
    current_.store(arrays_.back().get(), std::memory_order_release);
  }

  std::atomic<const slot_array*> current_ = nullptr;
  std::vector<std::unique_ptr<slot_array>> arrays_;
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace patterns::meta::detail
