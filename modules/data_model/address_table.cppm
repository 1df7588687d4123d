/// @file
/// B28, B29 · address_table: which objects have been met before.
export module patterns.data_model:address_table;

import std;

namespace patterns::data_model::detail {

/// Numbers of objects by address and type: an object and its first member have one address.
///
/// An own hash table, because the standard one allocates for every entry, which is as dear as what is copied.
class address_table {
 public:
  struct found {
    std::size_t index;
    bool is_new;
  };

  /// The number of the object, which is `index` if it was not known.
  inline found find_or_insert(const void* address, const void* type, std::size_t index) {
    if ((size_ + 1) * 2 > slots_.size()) {
      grow();
    }
    for (std::size_t i = place_of_address(address);; i = (i + 1) & (slots_.size() - 1)) {
      slot& entry = slots_[i];
      if (entry.address == nullptr) {
        entry = {address, type, index};
        ++size_;
        return {index, true};
      }
      if (entry.address == address && entry.type == type) {
        return {entry.index, false};
      }
    }
  }

  /// Forgets the object that came last: whatever had to make way for it came later, and there is no such.
  inline void forget_last(const void* address, const void* type) noexcept {
    std::size_t i = place_of_address(address);
    while (slots_[i].address != address || slots_[i].type != type) {
      i = (i + 1) & (slots_.size() - 1);
    }
    slots_[i] = {};
    --size_;
  }

 private:
  struct slot {
    const void* address = nullptr;
    const void* type = nullptr;
    std::size_t index = 0;
  };

  void grow();

  inline void insert(const void* address, const void* type, std::size_t index) {
    std::size_t i = place_of_address(address);
    while (slots_[i].address != nullptr) {
      i = (i + 1) & (slots_.size() - 1);
    }
    slots_[i] = {address, type, index};
    ++size_;
  }

  // What was allocated together is found together: only the kilobyte is hashed, the place in it is kept.
  [[nodiscard]] inline std::size_t place_of_address(const void* address) const noexcept {
    const auto number = std::bit_cast<std::uintptr_t>(address);
    const std::uint64_t block = (static_cast<std::uint64_t>(number >> 10U) * 0x9e3779b97f4a7c15U) >> 26U;
    return static_cast<std::size_t>((block << 6U) | ((number >> 4U) & 63U)) & (slots_.size() - 1);
  }

  std::vector<slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace patterns::data_model::detail
