#pragma once

#include "options.hpp"
#include "result.hpp"

namespace evaluate {

/// Judges all compilers that were asked for, and tells on standard error how far it is.
/// @throws input_error if a compiler that was named, a case or a folder cannot be used, or no compiler is left
[[nodiscard]] report judge(const options& chosen);

}  // namespace evaluate
