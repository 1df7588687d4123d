#pragma once

#include "metadata.hpp"
#include "process.hpp"

#include <optional>
#include <string>

namespace evaluate {

/// What is to be said of one compiler and one case.
enum class verdict {
  pass,
  warned,
  fixed,
  known,
  unsupported,
  rejects_valid,
  accepts_invalid,
  crash,
  timeout,
  over_limit,
  link_failure,
  wrong_result,
  not_run,
};

/// As reports spell it, such as "internal compiler error".
[[nodiscard]] const char* name_of(verdict which);
/// In the few letters of a table.
[[nodiscard]] const char* mark_of(verdict which);
/// @return none if no verdict is spelled so
[[nodiscard]] std::optional<verdict> verdict_named(const std::string& name);
/// 0 as it should be, 1 with warnings, 2 known or unsupported, 3 a failure, 4 nothing is known.
[[nodiscard]] int badness_of(verdict which);

/// A verdict and why.
struct judgement {
  verdict given = verdict::pass;
  std::string detail;
};

/// What is to be said of a command that compiles or links and was to succeed; `produced` tells whether the file is
/// there that it had to make.
[[nodiscard]] judgement judge_build(const outcome& ended, bool produced, bool links);
/// What is to be said of one that was to fail.
[[nodiscard]] judgement judge_refusal(const outcome& ended, const step& wanted);
/// What is to be said of the program of a case.
[[nodiscard]] judgement judge_run(const outcome& ended, const step& wanted);

/// The line of a compiler's output that tells most: its first error, or its first line.
[[nodiscard]] std::string telling_line(const std::string& output);

}  // namespace evaluate
