/// @file
/// A17 · c3_merge: several orders merged into one that keeps them all, or what stands against it.
export module patterns.typing:c3_merge;

import std;

namespace patterns::typing::detail {

inline constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// The C3 merge of sequences of numbers below `Count`.
template <std::size_t Count, std::size_t Sequences>
class c3_merge {
 public:
  struct sequence {
    std::array<std::size_t, Count> values{};
    std::size_t size = 0;
    std::size_t taken = 0;

    [[nodiscard]] constexpr bool is_empty() const { return taken == size; }
    [[nodiscard]] constexpr std::size_t head() const { return values[taken]; }
    [[nodiscard]] constexpr bool has_behind_head(std::size_t value) const {
      return !is_empty() && std::find(values.begin() + static_cast<std::ptrdiff_t>(taken) + 1,
                                      values.begin() + static_cast<std::ptrdiff_t>(size),
                                      value) != values.begin() + static_cast<std::ptrdiff_t>(size);
    }
  };

  // Sequence `owner` puts `first` before `second`.
  struct order_kept {
    std::size_t owner = 0;
    std::size_t first = 0;
    std::size_t second = 0;
  };

  constexpr explicit c3_merge(std::array<sequence, Sequences> given) : sequences_(given) {
    for (auto next = first_free(); next != nowhere; next = first_free()) {
      order[size++] = next;
      for (auto& each : sequences_) {
        each.taken += !each.is_empty() && each.head() == next ? 1U : 0U;
      }
    }
    if (const auto blocked = std::ranges::find_if_not(sequences_, &sequence::is_empty); blocked != sequences_.end()) {
      find_contradiction(static_cast<std::size_t>(blocked - sequences_.begin()));
    }
  }

  std::array<std::size_t, Count> order{};
  std::size_t size = 0;
  std::array<order_kept, Sequences> contradiction{};
  std::size_t contradicting = 0;

 private:
  [[nodiscard]] constexpr std::size_t blocker_of(std::size_t value) const {
    for (std::size_t i = 0; i < Sequences; ++i) {
      if (sequences_[i].has_behind_head(value)) {
        return i;
      }
    }
    return nowhere;
  }

  [[nodiscard]] constexpr std::size_t first_free() const {
    for (const auto& each : sequences_) {
      if (!each.is_empty() && blocker_of(each.head()) == nowhere) {
        return each.head();
      }
    }
    return nowhere;
  }

  // From each sequence to the one that has its head further back: after as many steps as there are sequences, this runs
  // in a circle, and what the circle asks for cannot be had.
  constexpr void find_contradiction(std::size_t at) {
    for (std::size_t i = 0; i < Sequences; ++i) {
      at = blocker_of(sequences_[at].head());
    }
    const auto begin = at;
    do {
      const auto blocker = blocker_of(sequences_[at].head());
      contradiction[contradicting++] = {blocker, sequences_[blocker].head(), sequences_[at].head()};
      at = blocker;
    } while (at != begin);
  }

  std::array<sequence, Sequences> sequences_;
};

}  // namespace patterns::typing::detail
