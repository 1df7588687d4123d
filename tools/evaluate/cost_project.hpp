#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace evaluate {

/// A generated source.
struct cost_unit {
  /// Its file name without the ending.
  std::string stem;
  /// Empty if it is no module.
  std::string module;
  std::vector<std::string> imports;
  std::string text;

  [[nodiscard]] std::string source() const { return stem + (module.empty() ? ".cpp" : ".cppm"); }
};

/// A generated program, which ends with status 0 if it is given `expected`.
struct cost_project {
  /// Each behind those that it imports.
  std::vector<cost_unit> modules;
  /// The last has main().
  std::vector<cost_unit> importers;
  std::string expected;
};

/// A module that imports a module that imports a module, and an importer of the last.
[[nodiscard]] cost_project chain_of(int size);

/// Modules that import nothing, and an importer of them all.
/// @param headers whether each of them includes headers of the standard library
[[nodiscard]] cost_project fan_of(int size, bool headers);

/// What is edited in the first module of layers().
enum class edit { nothing, comment, comment_line, body, implementation, interface };

/// As reports spell it, such as "doc comment".
[[nodiscard]] const char* name_of(edit which);

/// Ten modules in four layers above a first, and twenty importers, two of each.
/// @param which the edit that has been made
[[nodiscard]] cost_project layers(edit which);

void write_source(const std::filesystem::path& folder, const cost_unit& unit);
void write_sources(const std::filesystem::path& folder, const cost_project& all);

}  // namespace evaluate
