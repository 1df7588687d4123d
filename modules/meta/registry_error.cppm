/// @file
/// A30 · registry_error: what a registry refuses, and what it knows instead.
export module patterns.meta:registry_error;

import std;

export namespace patterns::meta {

/// What a registry found fault with.
enum class registry_fault {
  /// The key is an empty text.
  empty_key,
  /// Nothing is registered under the key.
  unknown_key,
  /// More than one thing would be, or is, registered under the key.
  duplicate_key,
};

/// Thrown by a registry for a key that it cannot take or does not know. The message names the key, the types that claim
/// it and the keys that are known. Source: row A30.
class registry_error : public std::runtime_error {
 public:
  registry_error(registry_fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}

  [[nodiscard]] inline registry_fault fault() const noexcept { return fault_; }

 private:
  registry_fault fault_;
};

}  // namespace patterns::meta

namespace patterns::meta::detail {

/// `text` in quotes, fit for a message: control characters are escaped, and what is very long is cut.
[[nodiscard]] std::string quoted_key(std::string_view text);

/// The keys that a message lists when there are more.
inline constexpr std::size_t most_listed_keys = 20;

/// Throws registry_error: which registry, what is wrong, and the first of the keys that it knows.
[[noreturn]] void throw_registry_error(registry_fault fault, std::string_view base, std::string_view problem,
                                       std::span<const std::string> listed, std::size_t known);

}  // namespace patterns::meta::detail
