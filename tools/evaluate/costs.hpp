#pragma once

#include "verdict.hpp"

#include <string>
#include <utility>
#include <vector>

namespace evaluate {

/// What one compiler needs for one thing.
struct measurement {
  /// What is measured: floor, chain, fan, fan of headers, rebuild or library.
  std::string kind;
  /// Of which: the number of modules, the edit, the module of the library.
  std::string subject;
  std::string compiler;
  /// Pass, or why there are no figures, or not all.
  verdict given = verdict::pass;
  std::string detail;
  /// With the unit in their names, in the order in which they were found.
  std::vector<std::pair<std::string, double>> figures;

  [[nodiscard]] const double* find(const std::string& name) const;
  void set(const std::string& name, double value);
  void keep_least(const std::string& name, double value);
  void keep_most(const std::string& name, double value);
};

/// What a run has measured.
struct cost_report {
  /// How often each command was timed that is not said to be timed once.
  unsigned rounds = 0;
  std::vector<measurement> measurements;
};

/// A table for each thing that was measured, with a line for each figure and a column for each compiler.
[[nodiscard]] std::string table_of(const cost_report& all);

}  // namespace evaluate
