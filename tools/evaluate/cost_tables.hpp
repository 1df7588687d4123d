#pragma once

#include "page_data.hpp"

namespace evaluate {

/// The measurements of one kind, in the order of the report.
struct cost_table {
  std::vector<std::string> compilers;
  std::vector<std::string> subjects;
  std::map<std::pair<std::string, std::string>, const nlohmann::ordered_json*> by_subject_and_compiler;

  /// @return null if the compiler was not measured with the subject
  [[nodiscard]] const nlohmann::ordered_json* find(const std::string& subject, const std::string& compiler) const;

  /// The names of what any compiler has a figure of.
  [[nodiscard]] std::vector<std::string> figures_of(const std::string& subject) const;
};

/// What modules cost, a table for each kind of measurement, which `data` outlives; none if the report has no costs.
/// @throws nlohmann::json::exception if they are not as json_of() writes them
[[nodiscard]] std::vector<std::pair<std::string, cost_table>> cost_tables_of(const page_data& data);

/// A figure's name with the unit that its values are shown in: milliseconds or KiB, so that lines are easy to compare.
[[nodiscard]] std::string heading_of(std::string name);

/// A figure in that unit.
[[nodiscard]] std::string value_of(const std::string& name, double value);

}  // namespace evaluate
