/// @file
/// C9 · what has left a shared cache, until its listener is told of it outside the lock.
export module patterns.caching:removals;

import std;
import :observation;

namespace patterns::caching::detail {

/// A batch in a line of batches.
struct removal_link {
  removal_link* next = nullptr;
};

/// Entries that have left a cache, in order, each with the listener it had then.
template <class Key, class Value>
class removals : public removal_link {
 public:
  using listener = std::function<void(const Key&, Value&, removal_cause)>;
  using shared_listener = std::shared_ptr<const listener>;

  void add(const shared_listener& told, const Key& key, Value&& value, removal_cause cause) {
    if (listeners_.empty() || listeners_.back() != told) {
      listeners_.push_back(told);
    }
    entries_.push_back({told.get(), key, std::move(value), cause});
  }

  /// Tells of all, and forgets them but keeps the memory; how many times a listener failed.
  [[nodiscard]] std::size_t tell() noexcept {
    std::size_t failures = 0;
    for (auto& each : entries_) {
      try {
        (*each.told)(std::as_const(each.key), each.value, each.cause);
      } catch (...) {
        ++failures;
      }
    }
    entries_.clear();
    listeners_.clear();
    return failures;
  }

 private:
  struct removal {
    const listener* told;
    Key key;
    Value value;
    removal_cause cause;
  };

  std::vector<shared_listener> listeners_;
  std::vector<removal> entries_;
};

/// Who tells of what left a cache: while his listener is at work, what leaves the same cache by it waits in line.
class telling {
 public:
  explicit telling(const void* cache) noexcept;
  telling(const telling&) = delete;
  telling& operator=(const telling&) = delete;
  ~telling();

  /// The one of this thread that tells of `cache`, or null.
  [[nodiscard]] static telling* of(const void* cache) noexcept;

  void line_up(removal_link& batch) noexcept;

  /// The next in line, or null.
  [[nodiscard]] removal_link* take_next() noexcept;

 private:
  const void* cache_;
  telling* outer_;
  removal_link* first_ = nullptr;
  removal_link* last_ = nullptr;
};

/// The batches of a cache: one that is being filled by who holds the lock, and one that waits to be filled again.
template <class Key, class Value>
class removal_box {
 public:
  using batch = removals<Key, Value>;
  using listener = typename batch::listener;
  using shared_listener = typename batch::shared_listener;

  removal_box() = default;
  removal_box(const removal_box&) = delete;
  removal_box& operator=(const removal_box&) = delete;
  ~removal_box() { keep(nullptr); }

  void add(const shared_listener& told, const Key& key, Value&& value, removal_cause cause) {
    if (filling_ == nullptr) {
      filling_.reset(spare_.exchange(nullptr, std::memory_order_acquire));
    }
    if (filling_ == nullptr) {
      filling_ = std::make_unique<batch>();
    }
    filling_->add(told, key, std::move(value), cause);
  }

  [[nodiscard]] bool empty() const noexcept { return filling_ == nullptr; }

  /// What has been added, or null.
  [[nodiscard]] std::unique_ptr<batch> take() noexcept { return std::move(filling_); }

  /// Takes a batch back that was told; needs no lock.
  void keep(std::unique_ptr<batch> told) noexcept {
    const std::unique_ptr<batch> other(spare_.exchange(told.release(), std::memory_order_acq_rel));
  }

 private:
  std::unique_ptr<batch> filling_;
  std::atomic<batch*> spare_ = nullptr;
};

}  // namespace patterns::caching::detail
