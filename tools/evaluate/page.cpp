#include "page.hpp"

#include "error.hpp"
#include "page_costs.hpp"
#include "page_data.hpp"
#include "page_files.hpp"
#include "text.hpp"

#include <sstream>

namespace evaluate {

namespace {

/// Puts values in the places of {{name}}; what they hold is not looked at again.
std::string filled(const std::string& form, const std::map<std::string, std::string>& values) {
  std::string made;
  std::size_t at = 0;
  for (std::size_t begin = form.find("{{"); begin != std::string::npos; begin = form.find("{{", at)) {
    const std::size_t end = form.find("}}", begin);
    made += form.substr(at, begin - at) + values.at(form.substr(begin + 2, end - begin - 2));
    at = end + 2;
  }
  return made + form.substr(at);
}

/// A member for the content of an element or an attribute in quotes.
std::string html(const nlohmann::ordered_json& of, const char* member) {
  return xml_escaped(shown(of, member));
}

std::string class_of(verdict which) {
  return "b" + std::to_string(badness_of(which));
}

/// A case's name, which may be broken where it has a full stop or a low line.
std::string name_to_break(const nlohmann::ordered_json& of) {
  std::string made;
  for (const char each : html(of, "name")) {
    made += each == '.' || each == '_' ? each + std::string("<wbr>") : std::string(1, each);
  }
  return made;
}

/// The shares of the verdicts, worst last. The numbers beside it say the same, so it is hidden from readers aloud.
/// Widths are attributes, because the page allows no style in an element.
void write_bar(std::ostringstream& to, const std::map<verdict, std::size_t>& counts) {
  std::map<int, std::size_t> by_badness;
  std::size_t all = 0;
  for (const auto& [which, count] : counts) {
    by_badness[badness_of(which)] += count;
    all += count;
  }
  to << "<svg class=\"bar\" viewBox=\"0 0 " << all << " 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
  std::size_t at = 0;
  for (const auto& [badness, count] : by_badness) {
    to << "<rect class=\"b" << badness << "\" x=\"" << at << "\" width=\"" << count << "\" height=\"1\"/>";
    at += count;
  }
  to << "</svg>";
}

std::string totals_of(const page_data& data) {
  std::ostringstream made;
  const auto columns = data.counts("");
  made << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"totals-title\">\n"
       << "<table class=\"totals\">\n<thead><tr><th scope=\"col\" aria-sort=\"none\">Compiler</th>"
       << "<th scope=\"col\">Verdicts</th>";
  for (const auto& [which, count] : columns) {
    made << "<th scope=\"col\" aria-sort=\"none\" data-first=\"descending\">" << name_of(which) << "</th>";
  }
  made << "</tr></thead>\n<tbody>\n";
  for (const auto& each : data.all.at("compilers")) {
    auto counts = data.counts(each.at("id"));
    made << "<tr><th scope=\"row\"><b>" << html(each, "id") << "</b> <span class=\"quiet\">" << html(each, "words")
         << "</span></th><td>";
    write_bar(made, counts);
    made << "</td>";
    for (const auto& [which, all] : columns) {
      if (counts[which] == 0) {
        made << "<td class=\"number zero\">0</td>";
        continue;
      }
      made << "<td class=\"number\"><button type=\"button\" data-compiler=\"" << html(each, "id")
           << "\" data-verdict=\"" << name_of(which) << "\" title=\"Show these cases\">" << counts[which]
           << "</button></td>";
    }
    made << "</tr>\n";
  }
  made << "</tbody>\n</table>\n</div>\n";
  return made.str();
}

void write_cell(std::ostringstream& to, const page_data& data, const nlohmann::ordered_json& of,
                const nlohmann::ordered_json& compiler) {
  const auto found = data.cells.find({of.at("name"), compiler.at("id")});
  const verdict given = found == data.cells.end() ? verdict::not_run : data.verdicts[found->second];
  const int order = badness_of(given) * 100 + static_cast<int>(given);
  to << "<td class=\"cell " << class_of(given) << "\" data-v=\"" << name_of(given) << "\" data-s=\"" << order
     << "\" data-compiler=\"" << html(compiler, "id") << "\">";
  if (found == data.cells.end()) {
    to << "<span>no result</span></td>";
  } else {
    to << "<button type=\"button\" aria-haspopup=\"dialog\" data-r=\"" << found->second << "\">" << name_of(given)
       << "</button></td>";
  }
}

std::string cases_of(const page_data& data) {
  std::ostringstream made;
  made << "<table class=\"cells\">\n<thead><tr><th scope=\"col\" aria-sort=\"none\">Case</th>"
       << "<th scope=\"col\" aria-sort=\"none\">Clause</th>";
  for (const auto& each : data.all.at("compilers")) {
    made << "<th scope=\"col\" aria-sort=\"none\" data-first=\"descending\">" << html(each, "id") << "</th>";
  }
  made << "</tr></thead>\n<tbody>\n";
  std::size_t number = 0;
  for (const auto& each : data.all.at("cases")) {
    made << "<tr data-c=\"" << number++ << "\"><th scope=\"row\"><b>" << name_to_break(each) << "</b><span>"
         << html(each, "title") << "</span>"
         << (each.at("negative").get<bool>() ? "<span class=\"quiet\">must be refused</span>" : "")
         << "</th><td class=\"clause\">" << html(each, "clause") << "</td>";
    for (const auto& compiler : data.all.at("compilers")) {
      write_cell(made, data, each, compiler);
    }
    made << "</tr>\n";
  }
  made << "</tbody>\n</table>\n";
  return made.str();
}

std::string facts_of(const page_data& data) {
  return "Of <time>" + html(data.all, "started") + "</time>: " + std::to_string(data.all.at("cases").size()) +
         " cases, " + std::to_string(data.all.at("compilers").size()) + " compilers. A cell opens its commands and " +
         "diagnostics.";
}

std::string made_page(const page_data& data) {
  const char* interrupted = "<p class=\"note\">The run was interrupted: this report is not complete.</p>\n";
  return filled(page_template, {{"date", xml_escaped(shown(data.all, "started").substr(0, 10))},
                                {"style", page_style},
                                {"style_hash", page_style_hash},
                                {"script", page_script},
                                {"script_hash", page_script_hash},
                                {"facts", facts_of(data)},
                                {"warning", data.all.at("complete").get<bool>() ? "" : interrupted},
                                {"totals", totals_of(data)},
                                {"cases", cases_of(data)},
                                {"costs", costs_of(data)},
                                {"data", script_data_of(data)}});
}

}  // namespace

std::string page_of(const std::string& report, const std::string& name) {
  const page_data data = read_page_data(report, name);
  try {
    return made_page(data);
  } catch (const nlohmann::json::exception& error) {
    throw report_error(name, std::string("is no report: ") + error.what());
  }
}

}  // namespace evaluate
