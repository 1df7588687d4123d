#include "costs.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>

namespace evaluate {

namespace {

using line = std::vector<std::string>;

bool ends_with(const std::string& text, const std::string& tail) {
  return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

/// A name as a heading: without its unit, which shown() writes.
std::string heading(std::string name) {
  const auto take_off = [&](const std::string& tail) {
    const bool there = ends_with(name, tail);
    if (there) {
      name.erase(name.size() - tail.size());
    }
    return there;
  };
  // A BMI has a time and a length.
  if (!take_off("_seconds") && take_off("_bytes") && !ends_with(name, "_peak")) {
    name += " length";
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// In milliseconds or KiB, so that a table is easy to read along its columns.
std::string shown(const std::string& name, const double* value) {
  if (value == nullptr) {
    return "-";
  }
  char text[64];
  if (ends_with(name, "_seconds")) {
    std::snprintf(text, sizeof text, "%.0f ms", *value * 1'000);
  } else if (ends_with(name, "_bytes")) {
    std::snprintf(text, sizeof text, "%.0f KiB", *value / 1'024);
  } else {
    std::snprintf(text, sizeof text, "%.0f", *value);
  }
  return text;
}

void write_lines(std::ostringstream& to, const std::vector<line>& all) {
  std::vector<std::size_t> widths(all.front().size());
  for (const auto& each : all) {
    for (std::size_t i = 0; i < each.size(); ++i) {
      widths[i] = std::max(widths[i], each[i].size());
    }
  }
  for (const auto& each : all) {
    for (std::size_t i = 0; i < each.size(); ++i) {
      const std::string space(widths[i] - each[i].size(), ' ');
      to << (i == 0 ? "" : "  ") << (i == 0 ? each[i] + space : space + each[i]);
    }
    to << '\n';
  }
}

void write_table(std::ostringstream& to, const std::vector<const measurement*>& rows) {
  std::vector<std::string> names;
  for (const auto* each : rows) {
    for (const auto& [name, value] : each->figures) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  to << '\n' << rows.front()->kind << ' ' << rows.front()->subject << '\n';
  std::vector<line> lines = {{""}};
  for (const auto* each : rows) {
    lines.front().push_back(each->compiler);
  }
  for (const auto& name : names) {
    line made = {heading(name)};
    for (const auto* each : rows) {
      made.push_back(shown(name, each->find(name)));
    }
    lines.push_back(made);
  }
  write_lines(to, lines);
  for (const auto* each : rows) {
    if (each->given != verdict::pass) {
      to << each->compiler << ": " << name_of(each->given) << ": " << printable(each->detail) << '\n';
    }
  }
}

}  // namespace

const double* measurement::find(const std::string& name) const {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const auto& each) { return each.first == name; });
  return found == figures.end() ? nullptr : &found->second;
}

void measurement::set(const std::string& name, double value) {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const auto& each) { return each.first == name; });
  if (found == figures.end()) {
    figures.emplace_back(name, value);
  } else {
    found->second = value;
  }
}

void measurement::keep_least(const std::string& name, double value) {
  const double* before = find(name);
  set(name, before == nullptr ? value : std::min(*before, value));
}

void measurement::keep_most(const std::string& name, double value) {
  const double* before = find(name);
  set(name, before == nullptr ? value : std::max(*before, value));
}

std::string table_of(const cost_report& all) {
  std::ostringstream made;
  made << "\nWhat it costs: the least of " << all.rounds << " where not said otherwise\n";
  std::set<std::pair<std::string, std::string>> done;
  for (const auto& first : all.measurements) {
    if (!done.insert({first.kind, first.subject}).second) {
      continue;
    }
    std::vector<const measurement*> rows;
    for (const auto& each : all.measurements) {
      if (each.kind == first.kind && each.subject == first.subject) {
        rows.push_back(&each);
      }
    }
    write_table(made, rows);
  }
  return made.str();
}

}  // namespace evaluate
