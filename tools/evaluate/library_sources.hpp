#pragma once

#include "std_headers.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace evaluate {

/// A module unit of a library.
struct library_unit {
  /// Such as patterns.meta:api.
  std::string name;
  std::filesystem::path source;
  std::string text;
  /// The other units of the library that it imports, by their full names.
  std::vector<std::string> imports;

  /// As Clang calls its BMI, without the ending.
  [[nodiscard]] std::string stem() const;
};

/// The units that a module consists of and stands on, each behind what it imports.
/// @param folder has *.cppm below it
/// @throws input_error if one of them is not there
[[nodiscard]] std::vector<library_unit> read_library(const std::filesystem::path& folder, const std::string& module);

/// The same declarations without modules: `export` goes, an import becomes an include, that of std one of the headers
/// that declare what the text uses.
/// @param name that of the unit; empty for a program
[[nodiscard]] std::string header_of(const std::string& text, const std::string& name, const std_headers& standard);

}  // namespace evaluate
