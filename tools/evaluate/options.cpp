#include "options.hpp"

#include <CLI/CLI.hpp>

namespace evaluate {

command parse_command_line(int argc, char** argv, const std::string& cases, const std::string& modules) {
  options chosen;
  chosen.cases = cases;
  chosen.modules = modules;
  double memory_mib = static_cast<double>(chosen.most.memory >> 20);
  CLI::App app(
      "Tells what compilers support of C++20 modules, concepts and coroutines: takes small cases through each of them\n"
      "and says of each whether it is right.\n");
  app.footer(
      "Without --cxx every g++ and clang++ on PATH is judged, with and without a version in its name.\n"
      "Without --stdlib Clang is judged with libc++ where it has it.\n"
      "\n"
      "Exit status: 0 if all was judged, whatever the verdicts; 1 with --strict if a verdict is a failure that no "
      "case\n"
      "lists as known, and of diff if something got worse; 2 if something cannot be used: a compiler, a case, a\n"
      "folder, the command line; 130 if it was interrupted, with a report of what was judged until then.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("--cxx", chosen.compilers, "A compiler to judge; may be repeated")
      ->type_name("COMMAND")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--stdlib", chosen.libraries, "A library to judge Clang with; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::IsMember({"libc++", "libstdc++"}));
  app.add_option("--filter", chosen.filter, "Only cases whose name or clause has this in it, such as modules.reach")
      ->type_name("TEXT");
  app.add_option("--jobs", chosen.jobs, "How many cases at once")->check(CLI::Range(1U, 256U))->capture_default_str();
  app.add_option("--timeout", chosen.most.seconds, "Seconds that one command may take")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--memory", memory_mib,
                 "MiB of address space that one process may have, and of memory all of a command")
      ->check(CLI::Range(16.0, 1048576.0))
      ->capture_default_str();
  app.add_option("--json", chosen.json, "Write the report into this file as JSON")->type_name("FILE");
  app.add_option("--junit", chosen.junit, "Write it as JUnit XML")->type_name("FILE");
  app.add_option("--html", chosen.html, "Write it as a page for a browser, whole in one file")->type_name("FILE");
  app.add_option("--reproducers", chosen.reproducers, "Keep here what makes a compiler crash [evaluate-reproducers]")
      ->type_name("FOLDER");
  app.add_option("--cases", chosen.cases, "Where the cases are")->type_name("FOLDER");
  app.add_option("--scratch", chosen.scratch, "Where compilers may write [the system's folder of temporary files]")
      ->type_name("FOLDER");
  app.add_flag("--keep", chosen.keep, "Leave there what they wrote");
  app.add_flag("--strict", chosen.strict, "End with status 1 if a verdict is a failure that is not known");
  app.add_flag("--list", chosen.list, "Print the names of the cases, with their clauses and titles");
  app.add_option("--modules", chosen.modules, "Where the library is whose costs are measured")->type_name("FOLDER");
  app.add_flag("--costs", chosen.costs, "Measure what modules cost, too");
  app.add_flag("--quick", chosen.quick, "Measure less of it, and each once");
  auto* costs = app.add_subcommand(
      "costs", "Measures what modules cost, and takes no case; --filter is then on what is measured, such as rebuild");
  costs->fallthrough();
  costs->callback([&chosen] { chosen.costs = chosen.only_costs = true; });
  auto* diff = app.add_subcommand("diff", "Tells what changed between two reports; status 1 if something got worse");
  diff->add_option("BEFORE", chosen.before, "A report as JSON")->required();
  diff->add_option("AFTER", chosen.after, "A later one")->required();
  auto* page = app.add_subcommand("page", "Makes the page of a report that is there as JSON");
  page->add_option("REPORT", chosen.page_of, "A report as JSON")->required();
  page->add_option("FILE", chosen.text_to, "Where the page goes [standard output]");
  auto* markdown = app.add_subcommand("markdown", "Makes Markdown of a report that is there as JSON");
  markdown->add_option("REPORT", chosen.markdown_of, "A report as JSON")->required();
  markdown->add_option("FILE", chosen.text_to, "Where the text goes [standard output]");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, app.help("evaluate"), 0};
  } catch (const CLI::ParseError& error) {
    return {std::nullopt, std::string(error.what()) + " (see evaluate --help)", 2};
  }
  chosen.most.memory = static_cast<std::uint64_t>(memory_mib) << 20;
  if (chosen.reproducers.empty()) {
    chosen.reproducers = "evaluate-reproducers";
  }
  return {chosen, {}, 0};
}

}  // namespace evaluate
