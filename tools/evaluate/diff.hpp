#pragma once

#include <string>

namespace evaluate {

/// What two reports differ in.
struct difference {
  /// A line for each cell that changed, regressions first; empty if none did.
  std::string text;
  /// Whether a cell is worse than it was.
  bool regressed = false;
};

/// Compares two reports by compiler and case. What only one of them has is told and is no regression; a cell that was
/// not run counts as one that is not there.
/// @throws report_error if a file cannot be read or is no report of the schema this program writes
[[nodiscard]] difference compare_reports(const std::string& before, const std::string& after);

}  // namespace evaluate
