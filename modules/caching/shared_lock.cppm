/// @file
/// C20 · shared_lock: a lock in memory that processes share, which a process may hold at its end.
export module patterns.caching:shared_lock;

import std;

namespace patterns::caching::detail {

/// What became of the wish to hold a lock.
enum class lock_outcome : std::uint8_t {
  held,
  owner_died,  ///< held; call shared_lock::recover before unlock, when what it guards is in order
  busy,        ///< somebody held it for all the time one was ready to wait
  lost,        ///< its bytes are none of a lock, or somebody unlocked it without recover: nobody will hold it again
};

/// A lock that stands at an address in this process, and at another in others. All must be of one PID namespace, for
/// the system knows the owner by its number there.
class shared_lock {
 public:
  /// As many bytes as it may take.
  static constexpr std::size_t size = 64;

  explicit shared_lock(std::byte* at) noexcept : at_(at) {}

  /// Makes a lock of any bytes.
  /// @return 0, or the system's error
  [[nodiscard]] int make() const noexcept;

  [[nodiscard]] lock_outcome lock(std::chrono::milliseconds patience) const noexcept;
  void recover() const noexcept;
  void unlock() const noexcept;

  /// What tells the locks of this machine and its system's library from those of others.
  [[nodiscard]] static std::uint32_t kind() noexcept;

 private:
  std::byte* at_;
};

}  // namespace patterns::caching::detail
