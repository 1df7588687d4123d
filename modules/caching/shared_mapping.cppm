/// @file
/// C20 · shared_mapping: named memory that processes share, made by the first of them.
export module patterns.caching:shared_mapping;

import std;
import :shared_layout;

namespace patterns::caching::detail {

/// What a shared_mapping is to be.
struct shared_wish {
  std::string name;
  std::size_t bytes;
  std::size_t stripes;  ///< 0: as suits the size
  std::chrono::milliseconds patience;
};

/// The memory of that name, laid out and mapped. One process makes it while others that open it wait; if the maker dies
/// over it, the next one begins anew.
class shared_mapping {
 public:
  /// @throws shared_memory_error, shared_memory_busy
  explicit shared_mapping(const shared_wish& wish);
  shared_mapping(const shared_mapping&) = delete;
  shared_mapping& operator=(const shared_mapping&) = delete;
  ~shared_mapping();

  /// Takes the name from the memory, which stays with those who have it mapped; whether there was any.
  /// @throws shared_memory_error
  static bool remove(const std::string& name);

  [[nodiscard]] inline std::size_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] inline std::size_t stripes() const noexcept { return stripes_; }
  [[nodiscard]] inline std::uint64_t seed() const noexcept { return seed_; }
  [[nodiscard]] inline const stripe_layout& layout() const noexcept { return layout_; }
  [[nodiscard]] inline std::byte* stripe(std::size_t index) const noexcept {
    return base_ + sizeof(shared_header) + index * layout_.size;
  }

 private:
  void map(int file, const shared_wish& wish);
  void make(int file, const shared_wish& wish);
  void open(int file, const shared_wish& wish);

  std::byte* base_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t stripes_ = 0;
  std::uint64_t seed_ = 0;
  stripe_layout layout_{};
};

}  // namespace patterns::caching::detail
