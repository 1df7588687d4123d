#include "page_data.hpp"

#include "error.hpp"
#include "text.hpp"

#include <set>

namespace evaluate {

namespace {

using nlohmann::ordered_json;

ordered_json picked(const ordered_json& from, std::initializer_list<const char*> members) {
  ordered_json made = ordered_json::object();
  for (const char* each : members) {
    made[each] = shown(from, each);
  }
  return made;
}

ordered_json command_of(const ordered_json& from) {
  ordered_json made = {{"line", printable(shell_line(from.at("command").get<std::vector<std::string>>()))}};
  if (from.contains("not_started")) {
    made["not_started"] = shown(from, "not_started");
  }
  made["exit"] = from.at("exit").get<int>();
  made["signal"] = from.at("signal").get<int>();
  made["seconds"] = from.at("seconds").get<double>();
  made["peak_kib"] = from.at("peak_kib").get<long>();
  made["output"] = shown(from, "output");
  return made;
}

ordered_json result_of(const ordered_json& from, verdict given) {
  ordered_json made = picked(from, {"case", "compiler", "verdict", "seen", "detail", "issue"});
  made["badness"] = badness_of(given);
  made["commands"] = ordered_json::array();
  for (const auto& each : from.at("commands")) {
    made["commands"].push_back(command_of(each));
  }
  return made;
}

/// The names of those that a list has, each of which must be there once.
std::set<std::string> names_in(const page_data& data, const char* list, const char* member, const std::string& name) {
  std::set<std::string> made;
  for (const auto& each : data.all.at(list)) {
    if (!made.insert(each.at(member).get<std::string>()).second) {
      throw report_error(name, std::string("lists one of its ") + list + " twice: " + shown(each, member));
    }
  }
  return made;
}

void read_results(page_data& data, const std::string& name) {
  const auto cases = names_in(data, "cases", "name", name);
  const auto compilers = names_in(data, "compilers", "id", name);
  for (const auto& each : data.all.at("results")) {
    const std::string given = shown(each, "verdict");
    const auto which = verdict_named(given);
    if (!which) {
      throw report_error(name, "has a verdict that this program does not know: " + given);
    }
    const std::pair<std::string, std::string> cell = {each.at("case"), each.at("compiler")};
    if (cases.count(cell.first) == 0 || compilers.count(cell.second) == 0) {
      throw report_error(name, "has a result of what it does not list: " + printable(cell.first + ", " + cell.second));
    }
    if (!data.cells.emplace(cell, data.verdicts.size()).second) {
      throw report_error(name, "has two results of one cell: " + printable(cell.first + ", " + cell.second));
    }
    data.verdicts.push_back(*which);
  }
  if (data.all.contains("costs")) {
    for (const auto& each : data.all.at("costs").at("measurements")) {
      if (compilers.count(each.at("compiler").get<std::string>()) == 0) {
        throw report_error(name, "has costs of a compiler that it does not list: " + shown(each, "compiler"));
      }
    }
  }
}

}  // namespace

std::string shown(const ordered_json& of, const char* member) {
  return printable(of.at(member).get<std::string>());
}

std::map<verdict, std::size_t> page_data::counts(const std::string& compiler) const {
  std::map<verdict, std::size_t> made;
  for (const auto& [cell, number] : cells) {
    if (compiler.empty() || cell.second == compiler) {
      ++made[verdicts[number]];
    }
  }
  return made;
}

page_data read_page_data(const std::string& report, const std::string& name) {
  page_data made;
  try {
    made.all = ordered_json::parse(report);
    if (made.all.at("schema") != 1) {
      throw report_error(name, "has a schema that this program does not know: " + made.all.at("schema").dump());
    }
    read_results(made, name);
  } catch (const nlohmann::json::exception& error) {
    throw report_error(name, std::string("is no report: ") + error.what());
  }
  return made;
}

std::string script_data_of(const page_data& data) {
  ordered_json made = {{"verdicts", ordered_json::array()},
                       {"compilers", ordered_json::array()},
                       {"cases", ordered_json::array()},
                       {"results", ordered_json::array()}};
  for (const auto& [which, count] : data.counts("")) {
    made["verdicts"].push_back(
        {{"name", name_of(which)}, {"failure", badness_of(which) == badness_of(verdict::rejects_valid)}});
  }
  for (const auto& each : data.all.at("compilers")) {
    made["compilers"].push_back(picked(each, {"id", "words", "library"}));
  }
  for (const auto& each : data.all.at("cases")) {
    made["cases"].push_back(picked(each, {"name", "title", "shows", "clause"}));
    made["cases"].back()["negative"] = each.at("negative").get<bool>();
  }
  for (std::size_t i = 0; i < data.verdicts.size(); ++i) {
    made["results"].push_back(result_of(data.all.at("results")[i], data.verdicts[i]));
  }
  // Nothing in a script element ends it or begins a comment but what has this character, which JSON has in strings
  // only.
  std::string text;
  for (const char each : made.dump()) {
    text += each == '<' ? std::string("\\u003c") : std::string(1, each);
  }
  return text;
}

}  // namespace evaluate
