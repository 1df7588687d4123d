#pragma once

#include "cost_commands.hpp"
#include "costs.hpp"
#include "process.hpp"
#include "progress.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace evaluate {

/// A compiler that costs are measured of.
struct bench_compiler {
  const toolchain* with;
  cost_commands commands;
  /// Why nothing more is tried with it, such as a command that did not end; empty if it goes on.
  std::string given_up;
};

/// What all measurements of a run share.
struct bench {
  std::vector<bench_compiler> compilers;
  std::filesystem::path scratch;
  limits most;
  unsigned rounds = 1;
  progress_line* line = nullptr;
};

/// A command that is timed in each round.
struct trial {
  std::vector<std::string> command;
  /// The file that it must leave; empty if there is none.
  std::string produces;
  /// Gets the least time.
  std::string seconds;
  /// Gets the most memory; empty if nobody asks.
  std::string peak_bytes;
  bool links = false;
};

/// One measurement while it is made.
struct running {
  bench_compiler* with;
  std::filesystem::path folder;
  measurement made;
  std::vector<trial> trials;
};

/// Begins a measurement of each compiler, in folders of their own. A compiler that was given up gets a verdict, and
/// none but those that passed are to be tried.
[[nodiscard]] std::vector<running> begin(bench& all, const std::string& kind, const std::string& subject);

/// Runs one command.
/// @return its seconds; negative if it failed, which is then the measurement's verdict
double run_one(bench& all, running& of, const trial& what);

/// Runs all trials in rounds, the compilers in turn, and takes the measurements from them. The folders are removed.
void finish(bench& all, std::vector<running>& each, cost_report& into);

/// Bytes of a file, 0 if it is not there.
[[nodiscard]] double bytes_of(const std::filesystem::path& file);

void measure_floor(bench& all, cost_report& into);
void measure_chain(bench& all, int size, cost_report& into);
void measure_fan(bench& all, int size, bool headers, cost_report& into);
void measure_rebuild(bench& all, cost_report& into);
/// The module of this library that stands for it.
inline constexpr const char* measured_module = "patterns.meta";

/// @param modules the folder of this library's modules
/// @throws input_error if they are not there
void measure_library(bench& all, const std::filesystem::path& modules, cost_report& into);

}  // namespace evaluate
