#pragma once

#include "verdict.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace evaluate {

/// A report that was written, read again for its page.
struct page_data {
  nlohmann::ordered_json all;
  /// The verdicts of its results, in their order.
  std::vector<verdict> verdicts;
  /// Where its results are, by case and compiler.
  std::map<std::pair<std::string, std::string>, std::size_t> cells;

  /// How many verdicts there are for a compiler, or for all if it is empty.
  [[nodiscard]] std::map<verdict, std::size_t> counts(const std::string& compiler) const;
};

/// @throws report_error if `report` is none of the schema this program writes
[[nodiscard]] page_data read_page_data(const std::string& report, const std::string& name);

/// What the script of the page knows: JSON that may stand in an HTML element, whatever compilers printed.
[[nodiscard]] std::string script_data_of(const page_data& data);

/// A string member, fit to be shown.
/// @throws nlohmann::json::exception if there is none
[[nodiscard]] std::string shown(const nlohmann::ordered_json& of, const char* member);

}  // namespace evaluate
