#pragma once

#include "process.hpp"

#include <optional>
#include <string>
#include <vector>

namespace evaluate {

/// What was asked for on the command line.
struct options {
  std::vector<std::string> compilers;
  std::vector<std::string> libraries;
  std::string filter;
  std::string cases;
  /// The folder of the library that costs are measured of.
  std::string modules;
  std::string json;
  std::string junit;
  std::string html;
  std::string reproducers;
  std::string scratch;
  unsigned jobs = 1;
  limits most;
  bool keep = false;
  bool strict = false;
  bool list = false;
  /// Whether to measure costs, with or without taking the cases; and with fewer and smaller measurements.
  bool costs = false;
  bool only_costs = false;
  bool quick = false;
  /// Of `evaluate diff`; empty otherwise.
  std::string before;
  std::string after;
  /// Of `evaluate page` and `evaluate markdown`: the report, and where the text goes; to standard output if that is
  /// empty.
  std::string page_of;
  std::string markdown_of;
  std::string text_to;
};

/// What a run of the program is to do: judge or compare, or print `text` and leave with `status`.
struct command {
  std::optional<options> chosen;
  std::string text;
  int status = 0;
};

/// @param cases the folder of cases if none is named
/// @param modules that of the library's modules
[[nodiscard]] command parse_command_line(int argc, char** argv, const std::string& cases, const std::string& modules);

}  // namespace evaluate
