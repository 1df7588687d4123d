#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace evaluate {

enum class step_kind { interface, unit, header_unit, std_module, link, run };

/// One step of a case, as README.md of the cases tells.
struct step {
  step_kind kind = step_kind::unit;
  /// The file to compile; of a header unit of the standard library its name, such as <vector>; of std_module the
  /// module, std or std.compat.
  std::string source;
  /// The module that the source declares, such as m or m:part; empty if it declares none.
  std::string module;
  /// Whether it imports anything.
  bool imports = false;
  /// The compiler must refuse it. Where the source asks for WRONG, with this macro only: without it must compile.
  bool must_fail = false;
  /// Whether the source has a right twin: it asks for the macro WRONG.
  bool has_twin = false;
  /// False if the standard asks for no diagnostic: then to compile it is right, too.
  bool diagnosis_required = true;
  /// More options for this one, after those of the case: they show what comes of units that were not built alike.
  std::vector<std::string> flags;
  /// Of run: what is expected.
  int exit = 0;
  std::optional<std::string> output;
};

/// Versions of a compiler for which a case is known to fail.
struct known_issue {
  /// gcc or clang.
  std::string family;
  /// First version that has it, and the first that has not; empty if unbounded. Such as 16 or 16.2.
  std::string from;
  std::string below;
  /// libc++ or libstdc++ if it depends on it.
  std::string library;
  /// The verdict that is expected.
  std::string verdict;
  /// Where it is reported; empty if no report was found.
  std::string issue;
  std::string text;
};

struct test_case {
  /// group.topic
  std::string name;
  std::filesystem::path folder;
  std::string title;
  std::string shows;
  std::string clause;
  int standard = 20;
  std::vector<std::string> flags;
  std::vector<step> steps;
  std::vector<known_issue> known;

  /// Whether it is about what a compiler must refuse.
  [[nodiscard]] bool negative() const;
  /// Whether a step builds the module std or std.compat.
  [[nodiscard]] bool needs_std() const;
};

/// The case in a folder, from its case.json.
/// @throws case_error that names the file and the member
[[nodiscard]] test_case load_case(const std::filesystem::path& folder);

/// All cases of <root>/<group>/<topic>/case.json, sorted by name. A folder without case.json is none.
/// @throws case_error if one cannot be understood, or there is none
[[nodiscard]] std::vector<test_case> load_cases(const std::filesystem::path& root);

/// Compares 16.2 and 16.10 number by number.
/// @return whether `version` comes before `other`
[[nodiscard]] bool version_less(const std::string& version, const std::string& other);

}  // namespace evaluate
