#include "diff.hpp"
#include "error.hpp"
#include "markdown.hpp"
#include "options.hpp"
#include "page.hpp"
#include "process.hpp"
#include "report.hpp"
#include "session.hpp"
#include "text.hpp"

#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>

#ifndef EVALUATE_CASES
#define EVALUATE_CASES "cases"
#endif
#ifndef EVALUATE_MODULES
#define EVALUATE_MODULES "modules"
#endif

namespace {

constexpr int interrupted = 130;

void list(const evaluate::options& chosen) {
  for (const auto& each : evaluate::load_cases(chosen.cases)) {
    std::cout << each.name << "  " << each.clause << "  " << each.title << '\n';
  }
}

/// So that nothing that a compiler gets has the number of a standard stream, which it gets anew.
void hold_standard_streams() {
  for (const int each : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(each, F_GETFD) < 0) {
      static_cast<void>(open("/dev/null", O_RDWR));
    }
  }
}

/// Complains before hours of work and not behind them.
void expect_room(const evaluate::options& chosen) {
  for (const auto* each : {&chosen.json, &chosen.junit, &chosen.html}) {
    if (!each->empty()) {
      evaluate::expect_writable(*each);
    }
  }
  if (chosen.only_costs) {
    return;
  }
  // Made only for a crash; until then what is there of its path must do.
  std::filesystem::path kept = std::filesystem::absolute(chosen.reproducers);
  std::error_code unknown;
  while (kept.has_relative_path() && !std::filesystem::exists(kept, unknown)) {
    kept = kept.parent_path();
  }
  if (!std::filesystem::is_directory(kept, unknown) || access(kept.c_str(), W_OK | X_OK) != 0) {
    throw evaluate::report_error(chosen.reproducers, "no folder can be made there");
  }
}

int judge_and_report(const evaluate::options& chosen) {
  evaluate::stop_on_signals();
  expect_room(chosen);
  const evaluate::report all = evaluate::judge(chosen);
  const std::string json = evaluate::json_of(all);
  if (!chosen.json.empty()) {
    evaluate::write_file(chosen.json, json);
  }
  if (!chosen.junit.empty()) {
    evaluate::write_file(chosen.junit, evaluate::junit_of(all));
  }
  if (!chosen.html.empty()) {
    evaluate::write_file(chosen.html, evaluate::page_of(json, "this report"));
  }
  std::cout << evaluate::table_of(all);
  if (all.costs) {
    std::cout << evaluate::table_of(*all.costs);
  }
  if (!all.complete) {
    return interrupted;
  }
  return chosen.strict && evaluate::failures_in(all) != 0 ? 1 : 0;
}

void put(const std::string& text, const std::string& file) {
  if (file.empty()) {
    std::cout << text;
  } else {
    evaluate::write_file(file, text);
  }
}

int run(const evaluate::options& chosen) {
  if (!chosen.before.empty()) {
    const auto found = evaluate::compare_reports(chosen.before, chosen.after);
    std::cout << (found.text.empty() ? "no cell changed\n" : evaluate::printable(found.text));
    return found.regressed ? 1 : 0;
  }
  if (!chosen.page_of.empty()) {
    put(evaluate::page_of(evaluate::read_file(chosen.page_of), chosen.page_of), chosen.text_to);
    return 0;
  }
  if (!chosen.markdown_of.empty()) {
    put(evaluate::markdown_of(evaluate::read_file(chosen.markdown_of), chosen.markdown_of), chosen.text_to);
    return 0;
  }
  if (chosen.list) {
    list(chosen);
    return 0;
  }
  return judge_and_report(chosen);
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  try {
    const auto command = evaluate::parse_command_line(argc, argv, EVALUATE_CASES, EVALUATE_MODULES);
    if (command.status != 0) {
      throw evaluate::input_error(command.text);
    }
    if (!command.chosen) {
      std::cout << command.text;
      return 0;
    }
    const int status = run(*command.chosen);
    return std::cout << std::flush ? status : 2;
  } catch (const std::exception& error) {
    std::cerr << "evaluate: " << evaluate::printable(error.what()) << '\n';
    return 2;
  }
}
