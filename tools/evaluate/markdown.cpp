#include "markdown.hpp"

#include "cost_tables.hpp"
#include "error.hpp"
#include "page_data.hpp"
#include "text.hpp"

#include <sstream>

namespace evaluate {

namespace {

using nlohmann::ordered_json;

/// In a cell of a table: one line, and nothing that Markdown or a browser takes for more than text.
std::string in_cell(const std::string& text) {
  std::string made;
  for (const char each : printable(text)) {
    if (each == '\n' || each == '\r' || each == '\t') {
      made += ' ';
    } else if (each == '<') {
      made += "&lt;";
    } else if (each == '&') {
      made += "&amp;";
    } else {
      if (std::string("|\\`*_[]#~").find(each) != std::string::npos) {
        made += '\\';
      }
      made += each;
    }
  }
  return made;
}

void write_row(std::ostringstream& to, const std::vector<std::string>& cells) {
  to << '|';
  for (const auto& each : cells) {
    to << ' ' << each << " |";
  }
  to << '\n';
}

void write_head(std::ostringstream& to, const std::vector<std::string>& cells) {
  write_row(to, cells);
  write_row(to, std::vector<std::string>(cells.size(), "---"));
}

std::vector<std::string> compilers_of(const page_data& data) {
  std::vector<std::string> made;
  for (const auto& each : data.all.at("compilers")) {
    made.push_back(each.at("id").get<std::string>());
  }
  return made;
}

void write_compilers(std::ostringstream& to, const page_data& data) {
  to << "## Compilers\n";
  write_head(to, {"compiler", "standard library", "says of itself"});
  for (const auto& each : data.all.at("compilers")) {
    write_row(to, {in_cell(shown(each, "id")), in_cell(shown(each, "library")), in_cell(shown(each, "words"))});
  }
}

void write_totals(std::ostringstream& to, const page_data& data) {
  const auto in_all = data.counts("");
  std::vector<std::string> head = {"compiler"};
  for (const auto& [given, count] : in_all) {
    head.emplace_back(name_of(given));
  }
  to << "\n## Verdicts\n";
  write_head(to, head);
  for (const auto& compiler : compilers_of(data)) {
    const auto own = data.counts(compiler);
    std::vector<std::string> row = {in_cell(compiler)};
    for (const auto& [given, count] : in_all) {
      const auto found = own.find(given);
      row.push_back(std::to_string(found == own.end() ? 0 : found->second));
    }
    write_row(to, row);
  }
}

/// The verdict, and of what is known where it is reported.
std::string verdict_in_cell(const page_data& data, std::size_t index) {
  const auto& result = data.all.at("results").at(index);
  const verdict given = data.verdicts[index];
  if (given != verdict::known) {
    return given == verdict::pass ? "" : name_of(given);
  }
  const std::string issue = shown(result, "issue");
  return in_cell(shown(result, "seen")) + (issue.empty() ? ": new" : ": " + in_cell(issue));
}

void write_cases(std::ostringstream& to, const page_data& data) {
  const auto compilers = compilers_of(data);
  to << "\n## What does not pass with all of them\n"
        "An empty cell is a pass. What stands before a colon was seen and is known; behind it is where it is "
        "reported,\n"
        "or that it is new: then the case, which is the least that shows it, says what is wrong.\n\n";
  std::vector<std::string> head = {"case", "clause", "shows"};
  for (const auto& each : compilers) {
    head.push_back(in_cell(each));
  }
  write_head(to, head);
  for (const auto& each : data.all.at("cases")) {
    std::vector<std::string> row = {in_cell(shown(each, "name")), in_cell(shown(each, "clause")),
                                    in_cell(shown(each, "shows"))};
    bool passes = true;
    for (const auto& compiler : compilers) {
      const auto found = data.cells.find({each.at("name").get<std::string>(), compiler});
      row.push_back(found == data.cells.end() ? "no result" : verdict_in_cell(data, found->second));
      passes = passes && row.back().empty();
    }
    if (!passes) {
      write_row(to, row);
    }
  }
}

void write_costs(std::ostringstream& to, const page_data& data) {
  const auto tables = cost_tables_of(data);
  if (!tables.empty()) {
    to << "\n## Costs\nThe least of several runs, one command at a time; an empty cell could not be measured.\n";
  }
  for (const auto& [kind, table] : tables) {
    to << "\n### " << in_cell(kind) << '\n';
    std::vector<std::string> head = {"of", "figure"};
    for (const auto& each : table.compilers) {
      head.push_back(in_cell(each));
    }
    write_head(to, head);
    for (const auto& subject : table.subjects) {
      for (const auto& name : table.figures_of(subject)) {
        std::vector<std::string> row = {in_cell(subject), in_cell(heading_of(name))};
        for (const auto& compiler : table.compilers) {
          const auto* const measured = table.find(subject, compiler);
          const bool told = measured != nullptr && measured->at("figures").contains(name);
          row.push_back(told ? value_of(name, measured->at("figures").at(name).get<double>()) : "");
        }
        write_row(to, row);
      }
    }
  }
}

}  // namespace

std::string markdown_of(const std::string& report, const std::string& name) {
  const page_data data = read_page_data(report, name);
  try {
    std::ostringstream made;
    made << "# What compilers make of C++20 modules\nMade by `evaluate` on " << in_cell(shown(data.all, "started"))
         << ": " << data.all.at("cases").size() << " cases"
         << (data.all.at("complete").get<bool>() ? "" : ", interrupted") << ".\n\n";
    write_compilers(made, data);
    write_totals(made, data);
    write_cases(made, data);
    write_costs(made, data);
    return made.str();
  } catch (const nlohmann::json::exception& error) {
    throw report_error(name, std::string("is no report: ") + error.what());
  }
}

}  // namespace evaluate
