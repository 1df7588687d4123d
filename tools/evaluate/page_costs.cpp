#include "page_costs.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace evaluate {

namespace {

using nlohmann::ordered_json;

/// The measurements of one kind, in the order of the report.
struct cost_table {
  std::vector<std::string> compilers;
  std::vector<std::string> subjects;
  std::map<std::pair<std::string, std::string>, const ordered_json*> by_subject_and_compiler;

  [[nodiscard]] const ordered_json* find(const std::string& subject, const std::string& compiler) const {
    const auto found = by_subject_and_compiler.find({subject, compiler});
    return found == by_subject_and_compiler.end() ? nullptr : found->second;
  }
};

void add_once(std::vector<std::string>& to, const std::string& name) {
  if (std::find(to.begin(), to.end(), name) == to.end()) {
    to.push_back(name);
  }
}

bool ends_with(const std::string& text, const std::string& tail) {
  return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

/// A figure's name with the unit that its values are shown in: milliseconds or KiB, so that lines are easy to compare.
std::string heading(std::string name) {
  std::string unit;
  for (const auto& [tail, short_for] : {std::pair("_seconds", ", ms"), std::pair("_bytes", ", KiB")}) {
    if (ends_with(name, tail)) {
      name.erase(name.size() - std::string(tail).size());
      unit = short_for;
    }
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return xml_escaped(printable(name + unit));
}

std::string value_of(const std::string& name, double value) {
  const double shown = ends_with(name, "_seconds") ? value * 1'000 : ends_with(name, "_bytes") ? value / 1'024 : value;
  char text[400];
  std::snprintf(text, sizeof text, "%.0f", shown);
  return text;
}

void write_value(std::ostringstream& to, const std::string& name, double value, double most) {
  to << "<td class=\"number\">" << value_of(name, value);
  if (value >= 0 && most > 0) {
    char width[16];
    std::snprintf(width, sizeof width, "%.1f", std::min(value / most, 1.0) * 100);
    to << "<svg class=\"share\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\""
       << width << "\" height=\"1\"/></svg>";
  }
  to << "</td>";
}

/// A figure of each compiler; where it is missing, what was said of the measurement.
void write_figure(std::ostringstream& to, const cost_table& table, const std::string& subject,
                  const std::string& name) {
  double most = 0;
  for (const auto& compiler : table.compilers) {
    const auto* measured = table.find(subject, compiler);
    if (measured != nullptr && measured->at("figures").contains(name)) {
      most = std::max(most, measured->at("figures").at(name).get<double>());
    }
  }
  to << "<tr><th scope=\"row\">" << heading(name) << "</th>";
  for (const auto& compiler : table.compilers) {
    const auto* measured = table.find(subject, compiler);
    if (measured != nullptr && measured->at("figures").contains(name)) {
      write_value(to, name, measured->at("figures").at(name).get<double>(), most);
    } else {
      const bool failed = measured != nullptr && measured->at("verdict") != name_of(verdict::pass);
      to << "<td class=\"number zero\">" << (failed ? xml_escaped(shown(*measured, "verdict")) : "none") << "</td>";
    }
  }
  to << "</tr>\n";
}

/// Why figures are missing, if a compiler failed.
void write_verdicts(std::ostringstream& to, const cost_table& table, const std::string& subject) {
  const bool all_pass = std::all_of(table.compilers.begin(), table.compilers.end(), [&](const auto& compiler) {
    const auto* measured = table.find(subject, compiler);
    return measured == nullptr || measured->at("verdict") == name_of(verdict::pass);
  });
  if (all_pass) {
    return;
  }
  to << "<tr><th scope=\"row\">verdict</th>";
  for (const auto& compiler : table.compilers) {
    const auto* measured = table.find(subject, compiler);
    if (measured == nullptr) {
      to << "<td class=\"zero\">none</td>";
      continue;
    }
    const std::string name = shown(*measured, "verdict");
    to << "<td class=\"b" << badness_of(verdict_named(name).value_or(verdict::not_run)) << "\">" << xml_escaped(name)
       << " <span>" << xml_escaped(shown(*measured, "detail")) << "</span></td>";
  }
  to << "</tr>\n";
}

void write_table(std::ostringstream& to, const std::string& kind, const cost_table& table) {
  to << "<h3>" << xml_escaped(printable(kind))
     << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
     << "Costs, " << xml_escaped(printable(kind))
     << "\">\n<table class=\"costs\">\n<thead><tr><th scope=\"col\">Figure</th>";
  for (const auto& each : table.compilers) {
    to << "<th scope=\"col\">" << xml_escaped(printable(each)) << "</th>";
  }
  to << "</tr></thead>\n";
  for (const auto& subject : table.subjects) {
    std::vector<std::string> names;
    for (const auto& compiler : table.compilers) {
      if (const auto* measured = table.find(subject, compiler)) {
        for (const auto& each : measured->at("figures").items()) {
          add_once(names, each.key());
        }
      }
    }
    to << "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"" << table.compilers.size() + 1 << "\">"
       << xml_escaped(printable(subject)) << "</th></tr>\n";
    for (const auto& name : names) {
      write_figure(to, table, subject, name);
    }
    write_verdicts(to, table, subject);
    to << "</tbody>\n";
  }
  to << "</table>\n</div>\n";
}

}  // namespace

std::string costs_of(const page_data& data) {
  if (!data.all.contains("costs")) {
    return {};
  }
  const auto& costs = data.all.at("costs");
  std::vector<std::string> kinds;
  std::map<std::string, cost_table> tables;
  for (const auto& each : costs.at("measurements")) {
    const std::string kind = each.at("kind");
    add_once(kinds, kind);
    cost_table& table = tables[kind];
    add_once(table.subjects, each.at("subject"));
    add_once(table.compilers, each.at("compiler"));
    table.by_subject_and_compiler[{each.at("subject"), each.at("compiler")}] = &each;
  }
  std::ostringstream made;
  made << "<section id=\"costs\" aria-labelledby=\"costs-title\">\n<h2 id=\"costs-title\">Costs</h2>\n"
       << "<p class=\"quiet\">The least of " << costs.at("rounds").get<unsigned>()
       << " where not said otherwise. A bar compares a figure with the greatest of its line.</p>\n";
  for (const auto& kind : kinds) {
    write_table(made, kind, tables[kind]);
  }
  made << "</section>\n";
  return made.str();
}

}  // namespace evaluate
