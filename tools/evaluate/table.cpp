#include "report.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace evaluate {

namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

/// The numbers of each verdict, one line a compiler.
void write_counts(std::ostringstream& to, const report& all) {
  for (const auto& compiler : all.compilers) {
    std::map<verdict, std::size_t> counts;
    for (const auto& each : all.results) {
      if (each.compiler == compiler.id) {
        ++counts[each.given];
      }
    }
    to << compiler.id << " (" << printable(compiler.words) << "):";
    const char* separator = " ";
    for (const auto& [which, count] : counts) {
      to << separator << count << ' ' << name_of(which);
      separator = ", ";
    }
    to << '\n';
  }
}

}  // namespace

std::string table_of(const report& all) {
  std::ostringstream made;
  if (all.cases.empty()) {
    return made.str();
  }
  std::size_t widest = 4;
  for (const auto& each : all.cases) {
    widest = std::max(widest, each.name.size());
  }
  std::map<std::pair<std::string, std::string>, const result*> cells;
  for (const auto& each : all.results) {
    cells[{each.of_case, each.compiler}] = &each;
  }
  made << padded("case", widest);
  for (const auto& compiler : all.compilers) {
    made << "  " << compiler.id;
  }
  made << '\n';
  for (const auto& each : all.cases) {
    std::string line = padded(each.name, widest);
    for (const auto& compiler : all.compilers) {
      const auto found = cells.find({each.name, compiler.id});
      const char* mark = mark_of(found == cells.end() ? verdict::not_run : found->second->given);
      line += "  " + padded(mark, compiler.id.size());
    }
    line.erase(line.find_last_not_of(' ') + 1);
    made << line << '\n';
  }
  made << '\n';
  write_counts(made, all);
  bool first = true;
  for (const auto& each : all.results) {
    if (each.given == verdict::pass || each.given == verdict::not_run) {
      continue;
    }
    made << (first ? "\n" : "") << each.of_case << ", " << each.compiler << ": " << name_of(each.given)
         << (each.issue.empty() ? "" : " (" + each.issue + ")") << "\n  " << printable(each.detail) << '\n';
    first = false;
  }
  if (!all.complete) {
    made << "\ninterrupted: this report is not complete\n";
  }
  return made.str();
}

}  // namespace evaluate
