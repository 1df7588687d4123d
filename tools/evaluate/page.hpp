#pragma once

#include <string>

namespace evaluate {

/// A report as one HTML page that needs nothing beside it: no network, no other file. The same report makes the same
/// page. What compilers print stays text in it.
/// @param report the JSON that json_of() makes
/// @param name of the file, for complaints
/// @throws report_error if it is no report of the schema this program writes
[[nodiscard]] std::string page_of(const std::string& report, const std::string& name);

}  // namespace evaluate
