/// @file
/// async core · text_of: what an exception says, for a message that names it.
export module patterns.async:exception_text;

import std;

namespace patterns::async::detail {

/// What the exception says, in quotes; of what is no std::exception, that.
[[nodiscard]] std::string text_of(const std::exception_ptr& error);

}  // namespace patterns::async::detail
