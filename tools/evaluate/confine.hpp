#pragma once

#include <filesystem>

namespace evaluate {

/// A rule for a process that is about to become a command: write below one folder and /dev, and nowhere else. Since the
/// sixth version of Landlock also: send signals to none but those that have the same rule.
/// It is made before fork(), because that may allocate, and applied behind it.
class confinement {
 public:
  /// Where the kernel has no Landlock, this confines nothing.
  explicit confinement(const std::filesystem::path& folder);
  confinement(const confinement&) = delete;
  confinement& operator=(const confinement&) = delete;
  ~confinement();

  /// Whether apply() does anything.
  [[nodiscard]] bool possible() const { return rules_ >= 0; }
  /// Its file descriptor, or -1.
  [[nodiscard]] int number() const { return rules_; }
  /// Confines the calling process and its future children. Async-signal-safe.
  /// @return false if that was possible() and did not succeed; errno tells why
  [[nodiscard]] bool apply() const;

 private:
  int rules_ = -1;
};

}  // namespace evaluate
