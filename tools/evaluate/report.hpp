#pragma once

#include "result.hpp"

#include <string>

namespace evaluate {

/// The report as JSON; README.md describes it.
[[nodiscard]] std::string json_of(const report& all);

/// The report as JUnit XML: a suite for each compiler. A failure is a verdict that nobody expects; what is known or
/// unsupported is skipped.
[[nodiscard]] std::string junit_of(const report& all);

/// A line for each case and a column for each compiler, the counts, and below what each cell has to say that is not as
/// it should be.
[[nodiscard]] std::string table_of(const report& all);

/// How many cells ended in a verdict that nobody expects.
[[nodiscard]] std::size_t failures_in(const report& all);

}  // namespace evaluate
