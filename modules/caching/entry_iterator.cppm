/// @file
/// C9 · walks the entries of a bounded cache in the order of its policy.
export module patterns.caching:entry_iterator;

import std;
import :eviction;
import :storage;

namespace patterns::caching::detail {

/// @tparam Filter  says of a node whether it is shown
template <class Entry, class Slab, class Policy, class Filter>
class entry_iterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = std::remove_const_t<Entry>;
  using difference_type = std::ptrdiff_t;
  using reference = Entry&;
  using pointer = Entry*;

  entry_iterator() = default;
  entry_iterator(Slab& nodes, const Policy& policy, cache_slot slot, Filter shown) noexcept
      : nodes_(&nodes), policy_(&policy), slot_(slot), shown_(shown) {
    pass_hidden();
  }

  [[nodiscard]] Entry& operator*() const noexcept { return (*nodes_)[slot_].entry; }
  [[nodiscard]] Entry* operator->() const noexcept { return &**this; }

  entry_iterator& operator++() noexcept {
    slot_ = policy_->next(slot_);
    pass_hidden();
    return *this;
  }

  entry_iterator operator++(int) noexcept {
    auto before = *this;
    ++*this;
    return before;
  }

  [[nodiscard]] operator entry_iterator<const Entry, const Slab, Policy, Filter>() const noexcept
    requires(!std::is_const_v<Entry>)
  {
    return {*nodes_, *policy_, slot_, shown_};
  }

  friend bool operator==(const entry_iterator& a, const entry_iterator& b) noexcept { return a.slot_ == b.slot_; }

 private:
  void pass_hidden() noexcept {
    while (slot_ != no_slot && !shown_(std::as_const(*nodes_)[slot_])) {
      slot_ = policy_->next(slot_);
    }
  }

  Slab* nodes_ = nullptr;
  const Policy* policy_ = nullptr;
  cache_slot slot_ = no_slot;
  [[no_unique_address]] Filter shown_;
};

}  // namespace patterns::caching::detail
