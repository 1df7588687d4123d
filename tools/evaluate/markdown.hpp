#pragma once

#include <string>

namespace evaluate {

/// A report as Markdown, to be kept among documents: the compilers, how many verdicts of each kind they got, each case
/// that does not pass with all of them, and what modules cost with them. The same report makes the same text.
/// @param report the JSON that json_of() makes
/// @param name of the file, for complaints
/// @throws report_error if it is no report of the schema this program writes
[[nodiscard]] std::string markdown_of(const std::string& report, const std::string& name);

}  // namespace evaluate
