/// @file
/// Meta core · immortal: an object that is built and never destroyed.
export module patterns.meta:immortal;

import std;

namespace patterns::meta::detail {

/// Keeps a T in place for as long as the program runs, so that no destructor of another static object meets it dead.
template <class T>
class immortal {
 public:
  immortal() { std::construct_at(reinterpret_cast<T*>(storage_)); }
  immortal(const immortal&) = delete;
  immortal& operator=(const immortal&) = delete;

  [[nodiscard]] inline T& get() noexcept { return *std::launder(reinterpret_cast<T*>(storage_)); }

 private:
  alignas(T) std::byte storage_[sizeof(T)];
};

}  // namespace patterns::meta::detail
