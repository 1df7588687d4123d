/// @file
/// B29 · copy_memo: which objects have been copied already, and which are still to be filled.
export module patterns.data_model:copy_memo;

import std;
import :address_table;

namespace patterns::data_model::detail {

class memo_access;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// What deep_copy has copied: given to several calls, it lets their copies share what their originals share.
///
/// It keeps the shared objects that were copied, and their copies, until it is destroyed. Not for several threads at
/// once. Source: row B29; the memo of Python's `copy.deepcopy`.
class copy_memo {
 public:
  copy_memo() = default;
  copy_memo(const copy_memo&) = delete;
  copy_memo& operator=(const copy_memo&) = delete;

  /// The number of shared objects that it knows.
  [[nodiscard]] inline std::size_t size() const noexcept { return shared_.size(); }

 private:
  friend class detail::memo_access;

  struct shared_copy {
    std::shared_ptr<void> copy;
    bool is_owned;
  };

  struct known_object {
    std::shared_ptr<const void> object;
    const void* type;
  };

  detail::address_table known_;
  std::vector<shared_copy> shared_;
  // One for each of the copies, if there are several calls: what is destroyed leaves its address to another.
  std::vector<known_object> originals_;
};

}  // namespace patterns::data_model
