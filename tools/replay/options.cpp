// The command line library and the system's headers stay in this file, apart from the modules.
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace replay {

command parse_command_line(int argc, char** argv) {
  options chosen;
  CLI::App app(
      "Plays a cache trace and tells how often the cache had the answer, by one policy or by all.\n"
      "A trace is a text of one decimal key a line, in order of access.\n");
  app.footer(
      "Where the trace comes from:\n"
      "  FILE   that file\n"
      "  -      the standard input\n"
      "  none   the standard input if it is a pipe or a file; otherwise (a terminal, /dev/null)\n"
      "         two built-in workloads, always the same: zipf (0.99) and a loop larger than the cache\n"
      "\n"
      "With --compare every policy plays every trace at every capacity: lru, sieve, s3_fifo, arc,\n"
      "w_tiny_lfu, which is the default policy, and the same with a fixed window of 1 % and of 20 %.\n"
      "Without --capacity it does so at nine: all keys of the trace, half of them, and so on.\n"
      "\n"
      "With --threads T, thread t of T plays accesses t, t + T, t + 2T ... against one shared cache, so\n"
      "that the hit ratio depends on how the threads are scheduled; with one thread it is exact.\n"
      "\n"
      "Exit status: 0, or 2 if the command line or the trace is wrong, or 1 if something else fails.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("FILE", chosen.files, "The trace; with --compare there may be several")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--capacity", chosen.capacity,
                 "Entries that the cache holds; 1000 for the built-in workloads; with --compare a list: 100,200")
      ->type_name("N");
  app.add_option("--policy", chosen.policy, "Which entry makes room, by the name of the policy [lru]")
      ->type_name("NAME");
  app.add_option("--threads", chosen.threads, "Threads that play at once")->type_name("T")->capture_default_str();
  app.add_flag("--compare", chosen.compare, "Play all policies and put their hit ratios side by side");
  app.add_flag("--optimal", chosen.optimal, "With --compare: show what a cache could do that knew the future");
  app.add_option("--plot", chosen.plot, "With --compare: draw hit ratio over capacity into this file, as SVG")
      ->type_name("FILE.svg");
  app.add_flag("--json", chosen.json, "Report as JSON, one object a line");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return {.play = std::nullopt, .text = app.help("replay"), .status = 0};
  } catch (const CLI::ParseError& error) {
    return {.play = std::nullopt, .text = std::string(error.what()) + " (see replay --help)", .status = 2};
  }
  return {.play = chosen, .text = {}, .status = 0};
}

bool input_is_sent() {
  struct stat status = {};
  return fstat(STDIN_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode));
}

bool errors_go_to_terminal() {
  return isatty(STDERR_FILENO) == 1;
}

}  // namespace replay
