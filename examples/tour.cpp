/// @file
/// tour: lists, shows and runs the pages of the library, and checks what they print.
#include <CLI/CLI.hpp>

import std;
import tour;

namespace {

constexpr int page_failed = 1;
constexpr int bad_request = 2;

/// A request that cannot be met; its text is the message.
class request_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct request {
  std::filesystem::path manifest;
  std::vector<std::string> rows;
  bool all = false;
  double seconds = 60;

  [[nodiscard]] std::chrono::milliseconds limit() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
  }
};

using page_list = std::vector<const tour::page*>;

[[nodiscard]] std::string label(const tour::page& page) {
  return page.row + ' ' + page.name;
}

[[nodiscard]] std::size_t widest(const page_list& pages, std::string (*text)(const tour::page&)) {
  std::size_t width = 0;
  for (const auto* page : pages) {
    width = std::max(width, text(*page).size());
  }
  return width;
}

[[nodiscard]] std::string not_found(const std::vector<tour::page>& pages, const std::string& wanted) {
  std::string message = std::format("no page '{}'", wanted);
  const auto close = tour::close_matches(pages, wanted);
  for (std::size_t i = 0; i < close.size(); ++i) {
    message += (i == 0 ? "; close to it: " : ", ") + label(*close[i]);
  }
  return message + (close.empty() ? "; `tour list` shows them all" : "");
}

/// The pages asked for, in the order asked for; all of them, or none if one does not exist.
[[nodiscard]] page_list select(const std::vector<tour::page>& pages, const request& wish) {
  page_list selected;
  if (wish.all) {
    for (const auto& page : pages) {
      selected.push_back(&page);
    }
    if (selected.empty()) {
      throw request_error("the build has no pages");
    }
    return selected;
  }
  for (const auto& row : wish.rows) {
    const auto before = selected.size();
    for (const auto& page : pages) {
      if (tour::is_called(page, row)) {
        selected.push_back(&page);
      }
    }
    if (selected.size() == before) {
      throw request_error(not_found(pages, row));
    }
  }
  return selected;
}

int list(const std::vector<tour::page>& pages) {
  const auto screen = tour::standard_screen();
  request everything;
  everything.all = true;
  const auto all = select(pages, everything);
  const auto row_width = widest(all, [](const tour::page& page) { return page.row; });
  const auto name_width = widest(all, [](const tour::page& page) { return page.name; });
  std::string_view theme;
  for (const auto* page : all) {
    if (page->theme != theme) {
      std::cout << (theme.empty() ? "" : "\n") << screen.bold(page->theme) << '\n';
      theme = page->theme;
    }
    const auto margin = row_width + name_width + 6;
    const bool cut = screen.terminal && screen.width > margin + 20;
    std::cout << std::format("  {:<{}}  {:<{}}  ", page->row, row_width, page->name, name_width)
              << screen.dim(cut ? tour::shorten(page->title, screen.width - margin) : page->title) << '\n';
  }
  return 0;
}

int show(const page_list& pages) {
  for (const auto* page : pages) {
    std::cout << tour::read_file(page->source);
  }
  return 0;
}

void print_complaint(const tour::screen& screen, const tour::verdict& verdict, std::ostream& to) {
  to << screen.red(label(*verdict.of)) << ' ' << verdict.complaint.front() << '\n';
  for (const auto& line : verdict.complaint | std::views::drop(1)) {
    to << line << '\n';
  }
}

int run_each(const page_list& pages, const request& wish) {
  const auto screen = tour::standard_screen();
  tour::process_runner runner;
  int status = 0;
  for (const auto* page : pages) {
    if (pages.size() > 1) {
      std::cout << (page == pages.front() ? "" : "\n") << screen.bold(label(*page)) << '\n';
    }
    const auto verdict = tour::judge(*page, runner, wish.limit());
    std::cout << verdict.output << std::flush;
    if (!verdict.passed()) {
      print_complaint({}, verdict, std::cerr);
      status = page_failed;
    }
  }
  return status;
}

/// One line a theme, its rows beside it.
void print_themes(const tour::screen& screen, const std::vector<tour::verdict>& verdicts) {
  page_list pages;
  for (const auto& verdict : verdicts) {
    pages.push_back(verdict.of);
  }
  const auto margin = widest(pages, [](const tour::page& page) { return page.theme; }) + 1;
  std::string_view theme;
  std::size_t column = 0;
  for (const auto& verdict : verdicts) {
    const auto row = verdict.passed() ? verdict.of->row : verdict.of->row + '!';
    if (verdict.of->theme != theme) {
      std::cout << (theme.empty() ? "" : "\n") << screen.bold(std::format("{:<{}}", verdict.of->theme, margin));
      theme = verdict.of->theme;
      column = margin;
    } else if (column + row.size() >= screen.width) {
      std::cout << '\n' << std::string(margin, ' ');
      column = margin;
    }
    std::cout << ' ' << (verdict.passed() ? screen.green(row) : screen.red(row));
    column += row.size() + 1;
  }
  std::cout << '\n';
}

int run_all(const page_list& pages, const request& wish) {
  const auto screen = tour::standard_screen();
  const auto start = std::chrono::steady_clock::now();
  std::vector<tour::verdict> verdicts;
  {
    tour::process_runner runner;
    tour::progress_bar bar(screen, pages.size());
    for (const auto* page : pages) {
      bar.show(verdicts.size(), label(*page));
      verdicts.push_back(tour::judge(*page, runner, wish.limit()));
    }
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  print_themes(screen, verdicts);
  std::cout << '\n';
  const auto failed = std::ranges::count_if(verdicts, [](const auto& verdict) { return !verdict.passed(); });
  for (const auto& verdict : verdicts) {
    if (!verdict.passed()) {
      print_complaint(screen, verdict, std::cout);
      std::cout << '\n';
    }
  }
  const auto passed = std::ssize(verdicts) - failed;
  const auto count = std::format("{} {} passed", passed, passed == 1 ? "page" : "pages");
  std::cout << screen.bold(failed == 0 ? screen.green(count) : count)
            << (failed == 0 ? "" : ", " + screen.red(std::format("{} failed", failed)))
            << std::format(" in {:.1f} s\n", elapsed.count());
  if (failed == 0) {
    std::cout << screen.dim(std::format("{0} list names them; {0} show {1} is one, run {1} what it prints",
                                        tour::this_program_from_here(), pages.front()->row))
              << '\n';
  }
  return failed == 0 ? 0 : page_failed;
}

int record(const page_list& pages, const request& wish) {
  tour::process_runner runner;
  int status = 0;
  for (const auto* page : pages) {
    const auto result = runner.run(page->program, wish.limit());
    if (const auto failure = tour::describe_failure(result, wish.limit()); !failure.empty()) {
      std::cerr << std::format("{} {}; not recorded\n{}", label(*page), failure, result.output);
      status = page_failed;
      continue;
    }
    std::ofstream golden(page->golden, std::ios::binary);
    golden << result.output;
    if (!golden.flush()) {
      throw request_error(std::format("cannot write '{}'", page->golden.string()));
    }
    std::cout << "wrote " << page->golden.string() << '\n';
  }
  return status;
}

int serve(int argc, char** argv) {
  CLI::App app{"Lists, shows and runs the pages of patterns: one small program for each pattern.", "tour"};
  app.require_subcommand(1);
  request wish;
  app.add_option("--manifest", wish.manifest, "The list of pages to use, instead of the one beside this program")
      ->type_name("FILE");
  const auto add_command = [&](const std::string& name, const std::string& purpose) {
    auto* command = app.add_subcommand(name, purpose);
    command->fallthrough();
    return command;
  };
  const auto add_rows = [&](CLI::App* command) {
    return command->add_option("ROW", wish.rows, "A row such as C9, or the name of its page; case does not matter")
        ->type_name("");
  };
  const auto add_choice = [&](CLI::App* command, const std::string& all_help) {
    auto* rows = add_rows(command);
    auto* all = command->add_flag("--all", wish.all, all_help);
    all->excludes(rows);
    command->add_option("--time-limit", wish.seconds, "Seconds that a page may take, 60 if not given")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.001, 86400.0));
    command->callback([&wish] {
      if (!wish.all && wish.rows.empty()) {
        throw request_error("say which: ROW... or --all");
      }
    });
  };
  auto* list_command = add_command("list", "List the pages by theme, each with the situation it starts from");
  auto* show_command = add_command("show", "Print the source of pages");
  add_rows(show_command)->required();
  auto* run_command = add_command("run", "Run pages and check what they print; status 1 if one fails");
  add_choice(run_command, "Run every page, and print a summary instead of their output");
  auto* record_command = add_command("record", "Run pages and keep what they print as what they must print");
  add_choice(record_command, "Record every page");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : bad_request;
  }
  const auto pages = tour::read_manifest(wish.manifest.empty() ? tour::default_manifest() : wish.manifest);
  if (list_command->parsed()) {
    return list(pages);
  }
  const auto selected = select(pages, wish);
  if (show_command->parsed()) {
    return show(selected);
  }
  if (record_command->parsed()) {
    return record(selected, wish);
  }
  return wish.all ? run_all(selected, wish) : run_each(selected, wish);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return serve(argc, argv);
  } catch (const tour::interrupted& stop) {
    std::cout << std::flush;
    tour::end_by_signal(stop.signal());
  } catch (const std::exception& error) {
    std::cerr << "tour: " << error.what() << '\n';
    return bad_request;
  }
}
