#include "cost_tables.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdio>

namespace evaluate {

namespace {

using nlohmann::ordered_json;

void add_once(std::vector<std::string>& to, const std::string& name) {
  if (std::find(to.begin(), to.end(), name) == to.end()) {
    to.push_back(name);
  }
}

bool ends_with(const std::string& text, const std::string& tail) {
  return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

}  // namespace

const ordered_json* cost_table::find(const std::string& subject, const std::string& compiler) const {
  const auto found = by_subject_and_compiler.find({subject, compiler});
  return found == by_subject_and_compiler.end() ? nullptr : found->second;
}

std::vector<std::string> cost_table::figures_of(const std::string& subject) const {
  std::vector<std::string> names;
  for (const auto& compiler : compilers) {
    if (const auto* measured = find(subject, compiler)) {
      for (const auto& each : measured->at("figures").items()) {
        add_once(names, each.key());
      }
    }
  }
  return names;
}

std::vector<std::pair<std::string, cost_table>> cost_tables_of(const page_data& data) {
  std::vector<std::pair<std::string, cost_table>> made;
  if (!data.all.contains("costs")) {
    return made;
  }
  for (const auto& each : data.all.at("costs").at("measurements")) {
    const std::string kind = each.at("kind");
    auto place = std::find_if(made.begin(), made.end(), [&](const auto& known) { return known.first == kind; });
    if (place == made.end()) {
      place = made.insert(made.end(), {kind, {}});
    }
    auto& table = place->second;
    add_once(table.subjects, each.at("subject"));
    add_once(table.compilers, each.at("compiler"));
    table.by_subject_and_compiler[{each.at("subject"), each.at("compiler")}] = &each;
  }
  return made;
}

std::string heading_of(std::string name) {
  std::string unit;
  for (const auto& [tail, short_for] : {std::pair("_seconds", ", ms"), std::pair("_bytes", ", KiB")}) {
    if (ends_with(name, tail)) {
      name.erase(name.size() - std::string(tail).size());
      unit = short_for;
    }
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return printable(name + unit);
}

std::string value_of(const std::string& name, double value) {
  const double shown = ends_with(name, "_seconds") ? value * 1'000 : ends_with(name, "_bytes") ? value / 1'024 : value;
  char text[400];
  std::snprintf(text, sizeof text, "%.0f", shown);
  return text;
}

}  // namespace evaluate
