#include "page_costs.hpp"

#include "cost_tables.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace evaluate {

namespace {

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
  to << "<tr><th scope=\"row\">" << xml_escaped(heading_of(name)) << "</th>";
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
  to << "<div class=\"kind\">\n<h3>" << xml_escaped(printable(kind))
     << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
     << "Costs, " << xml_escaped(printable(kind))
     << "\">\n<table class=\"costs\">\n<thead><tr><th scope=\"col\">Figure</th>";
  for (const auto& each : table.compilers) {
    to << "<th scope=\"col\" data-compiler=\"" << xml_escaped(printable(each)) << "\">" << xml_escaped(printable(each))
       << "</th>";
  }
  to << "</tr></thead>\n";
  for (const auto& subject : table.subjects) {
    to << "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"" << table.compilers.size() + 1 << "\">"
       << xml_escaped(printable(subject)) << "</th></tr>\n";
    for (const auto& name : table.figures_of(subject)) {
      write_figure(to, table, subject, name);
    }
    write_verdicts(to, table, subject);
    to << "</tbody>\n";
  }
  to << "</table>\n</div>\n</div>\n";
}

}  // namespace

std::string costs_of(const page_data& data) {
  if (!data.all.contains("costs")) {
    return {};
  }
  std::ostringstream made;
  made << "<section id=\"costs\" aria-labelledby=\"costs-title\">\n<h2 id=\"costs-title\">Costs</h2>\n"
       << "<p class=\"quiet\">The least of " << data.all.at("costs").at("rounds").get<unsigned>()
       << " where not said otherwise. A bar compares a figure with the greatest of its line.</p>\n";
  for (const auto& [kind, table] : cost_tables_of(data)) {
    write_table(made, kind, table);
  }
  made << "</section>\n";
  return made.str();
}

}  // namespace evaluate
