#include "diff.hpp"

#include "error.hpp"
#include "verdict.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace evaluate {

namespace {

using cell = std::pair<std::string, std::string>;

std::map<cell, verdict> cells_of(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) {
    throw report_error(path, "cannot be read");
  }
  std::map<cell, verdict> made;
  try {
    const auto all = nlohmann::json::parse(stream);
    if (all.at("schema") != 1) {
      throw report_error(path, "has a schema that this program does not know: " + all.at("schema").dump());
    }
    for (const auto& each : all.at("results")) {
      const std::string name = each.at("verdict");
      const auto given = verdict_named(name);
      if (!given) {
        throw report_error(path, "has a verdict that this program does not know: " + name);
      }
      if (*given != verdict::not_run) {
        made[{each.at("compiler"), each.at("case")}] = *given;
      }
    }
  } catch (const nlohmann::json::exception& error) {
    throw report_error(path, std::string("is no report: ") + error.what());
  }
  return made;
}

std::string line_of(const char* what, const cell& where, const std::string& change) {
  return std::string(what) + where.first + " " + where.second + ": " + change + "\n";
}

}  // namespace

difference compare_reports(const std::string& before, const std::string& after) {
  const auto old_cells = cells_of(before);
  const auto new_cells = cells_of(after);
  std::string worse;
  std::string better;
  std::string other;
  for (const auto& [where, was] : old_cells) {
    const auto found = new_cells.find(where);
    if (found == new_cells.end()) {
      other += line_of("gone       ", where, name_of(was));
    } else if (found->second != was) {
      const std::string change = std::string(name_of(was)) + " -> " + name_of(found->second);
      const int step = badness_of(found->second) - badness_of(was);
      (step > 0   ? worse
       : step < 0 ? better
                  : other) += line_of(step > 0   ? "regression "
                                      : step < 0 ? "better     "
                                                 : "changed    ",
                                      where, change);
    }
  }
  for (const auto& [where, is] : new_cells) {
    if (old_cells.count(where) == 0) {
      other += line_of("new        ", where, name_of(is));
    }
  }
  return {worse + better + other, !worse.empty()};
}

}  // namespace evaluate
