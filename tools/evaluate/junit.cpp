#include "report.hpp"

#include "text.hpp"

#include <algorithm>
#include <sstream>

namespace evaluate {

namespace {

/// An attribute or, behind `=`, nothing else.
std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_escaped(value) + "\"";
}

std::string seconds_of(double seconds) {
  std::ostringstream made;
  made.precision(3);
  made << std::fixed << seconds;
  return made.str();
}

void write_case(std::ostringstream& to, const result& one) {
  const auto dot = one.of_case.find('.');
  to << "    <testcase" << attribute("classname", one.compiler + "." + one.of_case.substr(0, dot))
     << attribute("name", one.of_case.substr(dot + 1)) << attribute("time", seconds_of(one.seconds()));
  const int badness = badness_of(one.given);
  if (badness < badness_of(verdict::known)) {
    to << "/>\n";
    return;
  }
  const std::string message = std::string(name_of(one.given)) + ": " + one.detail;
  to << ">\n";
  if (badness == badness_of(verdict::rejects_valid)) {
    to << "      <failure" << attribute("type", name_of(one.given)) << attribute("message", message) << ">";
    for (const auto& each : one.records) {
      constexpr std::size_t most = 4'000;
      to << xml_escaped("$ " + shell_line(each.command) + "\n" + each.ended.output.substr(0, most));
    }
    to << "</failure>\n";
  } else {
    to << "      <skipped" << attribute("message", message) << "/>\n";
  }
  to << "    </testcase>\n";
}

}  // namespace

std::size_t failures_in(const report& all) {
  return static_cast<std::size_t>(std::count_if(all.results.begin(), all.results.end(), [](const result& each) {
    return badness_of(each.given) == badness_of(verdict::rejects_valid);
  }));
}

std::string junit_of(const report& all) {
  std::ostringstream made;
  made << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"evaluate\">\n";
  for (const auto& compiler : all.compilers) {
    report of_this;
    for (const auto& each : all.results) {
      if (each.compiler == compiler.id) {
        of_this.results.push_back(each);
      }
    }
    const auto skipped = std::count_if(of_this.results.begin(), of_this.results.end(), [](const result& each) {
      return badness_of(each.given) == badness_of(verdict::known) || each.given == verdict::not_run;
    });
    made << "  <testsuite" << attribute("name", compiler.id) << attribute("timestamp", all.started)
         << attribute("tests", std::to_string(of_this.results.size()))
         << attribute("failures", std::to_string(failures_in(of_this))) << attribute("skipped", std::to_string(skipped))
         << " errors=\"0\">\n";
    for (const auto& each : of_this.results) {
      write_case(made, each);
    }
    made << "  </testsuite>\n";
  }
  made << "</testsuites>\n";
  return made.str();
}

}  // namespace evaluate
