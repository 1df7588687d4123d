/// @file
/// B12, B30 · null_error: a function or a pointer that is null where there must be one.
export module patterns.typing:null_error;

import std;

export namespace patterns::typing {

/// Thrown by read_only_box, sink and dispatcher for a pointer or a function that is null.
class null_error : public std::invalid_argument {
 public:
  explicit null_error(std::string_view what) : std::invalid_argument(std::format("{} is null", what)) {}
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class F>
concept nullable = std::constructible_from<F, std::nullptr_t> && requires(const F& function) { function == nullptr; };

}  // namespace patterns::typing::detail
