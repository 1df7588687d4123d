#pragma once

#include "costs.hpp"
#include "toolchain.hpp"
#include "verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace evaluate {

/// One command of a cell, and what came of it.
struct record {
  std::vector<std::string> command;
  outcome ended;
  /// The same source, preprocessed only.
  std::vector<std::string> preprocess;
};

/// What came of one case with one compiler: a cell of the table.
struct result {
  std::string of_case;
  std::string compiler;
  verdict given = verdict::not_run;
  /// What was seen, where that is not the verdict: of known and unexpectedly fixed.
  verdict seen = verdict::not_run;
  std::string detail;
  /// Where it is reported, of known and unexpectedly fixed.
  std::string issue;
  std::vector<record> records;

  [[nodiscard]] double seconds() const;
  [[nodiscard]] long peak_kib() const;
};

/// All that a run has found, whole or not.
struct report {
  /// UTC, as ISO 8601 has it.
  std::string started;
  bool complete = false;
  /// Whether the kernel kept the compilers in their folders.
  bool confined = false;
  std::vector<toolchain> compilers;
  std::vector<test_case> cases;
  /// For each case one for each compiler.
  std::vector<result> results;
  /// If they were asked for.
  std::optional<cost_report> costs;
};

}  // namespace evaluate
