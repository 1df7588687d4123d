/// @file
/// C9 · walks the entries of a bounded cache in the order of its policy.
export module patterns.caching:entry_iterator;

import std;
import :eviction;
import :storage;

namespace patterns::caching::detail {

template <class Entry, class Slab, class Policy>
class entry_iterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = std::remove_const_t<Entry>;
  using difference_type = std::ptrdiff_t;
  using reference = Entry&;
  using pointer = Entry*;

  entry_iterator() = default;
  entry_iterator(Slab& nodes, const Policy& policy, cache_slot slot) noexcept
      : nodes_(&nodes), policy_(&policy), slot_(slot) {}

  [[nodiscard]] Entry& operator*() const noexcept { return (*nodes_)[slot_].entry; }
  [[nodiscard]] Entry* operator->() const noexcept { return &**this; }

  entry_iterator& operator++() noexcept {
    slot_ = policy_->next(slot_);
    return *this;
  }

  entry_iterator operator++(int) noexcept {
    auto before = *this;
    ++*this;
    return before;
  }

  [[nodiscard]] operator entry_iterator<const Entry, const Slab, Policy>() const noexcept
    requires(!std::is_const_v<Entry>)
  {
    return {*nodes_, *policy_, slot_};
  }

  friend bool operator==(const entry_iterator& a, const entry_iterator& b) noexcept { return a.slot_ == b.slot_; }

 private:
  Slab* nodes_ = nullptr;
  const Policy* policy_ = nullptr;
  cache_slot slot_ = no_slot;
};

}  // namespace patterns::caching::detail
