#include "session.hpp"

#include "cell.hpp"
#include "cost_session.hpp"
#include "error.hpp"
#include "leavings.hpp"
#include "progress.hpp"
#include "reproducer.hpp"
#include "scratch.hpp"
#include "text.hpp"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <deque>
#include <exception>
#include <iostream>
#include <mutex>
#include <system_error>
#include <thread>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::vector<test_case> chosen_cases(const options& chosen) {
  std::vector<test_case> all = load_cases(chosen.cases);
  const auto has = [&](const std::string& text) { return text.find(chosen.filter) != std::string::npos; };
  // A clause is written with a dot as [module.reach], and asked for without being exact about modules or module.
  const std::string& wanted = chosen.filter;
  const auto without_s = [&] {
    std::string text = wanted;
    if (text.rfind("modules.", 0) == 0) {
      text.erase(6, 1);
    }
    return text;
  }();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const test_case& each) {
                             return !has(each.name) && !has(each.clause) &&
                                    each.clause.find(without_s) == std::string::npos;
                           }),
            all.end());
  if (all.empty()) {
    throw input_error("--filter " + chosen.filter + ": no case has this in its name or clause");
  }
  return all;
}

/// Those that were named must do; of those that were found, what does not is left out with a word. Once this program is
/// stopped, no more are looked at.
std::vector<toolchain> chosen_compilers(const options& chosen, const fs::path& scratch) {
  const bool named = !chosen.compilers.empty();
  const std::vector<std::string> libraries = chosen.libraries.empty() ? std::vector<std::string>{""} : chosen.libraries;
  std::vector<toolchain> all;
  for (const auto& command : named ? chosen.compilers : compilers_on_path()) {
    for (const auto& library : libraries) {
      if (stopped()) {
        break;
      }
      try {
        const fs::path folder = scratch / ("probe" + std::to_string(all.size()));
        discard(folder);
        fs::create_directories(folder);
        // --stdlib is about Clang: GCC has but one library.
        toolchain made = probe(command, "", folder, chosen.most);
        if (!library.empty() && made.made_by == family::clang && made.library != library) {
          made = probe(command, library, folder, chosen.most);
        }
        if (made.made_by == family::gcc && &library != &libraries.front()) {
          continue;
        }
        all.push_back(made);
      } catch (const compiler_error& error) {
        if (stopped()) {
          break;
        }
        if (named) {
          throw;
        }
        std::cerr << "evaluate: left out: " << printable(error.what()) << '\n';
      }
    }
  }
  if (all.empty() && !stopped()) {
    throw input_error("no compiler to judge: none on PATH is called g++ or clang++ and works");
  }
  distinguish(all);
  return all;
}

/// All cells of a run, which its threads take one by one.
class run_of_cells {
 public:
  run_of_cells(const options& chosen, report& all, const fs::path& scratch)
      : chosen_(chosen), all_(all), scratch_(scratch), line_(all.cases.size() * all.compilers.size()) {
    for (std::size_t i = 0; i < all.compilers.size(); ++i) {
      const fs::path folder = scratch / ("std" + std::to_string(i));
      fs::create_directories(folder);
      // A whole library takes longer than a case.
      limits most = chosen.most;
      most.seconds *= 4;
      libraries_.emplace_back(all.compilers[i], folder, most);
    }
  }

  void make_libraries() {
    for (std::size_t i = 0; i < all_.compilers.size(); ++i) {
      for (const auto& each : all_.cases) {
        for (const auto& step : each.steps) {
          if (step.kind == step_kind::std_module && !stopped()) {
            line_.begin(all_.compilers[i].id + " module " + step.source);
            libraries_[i].make("std", each.standard);
            libraries_[i].make(step.source, each.standard);
          }
        }
      }
    }
  }

  void run_all() {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < chosen_.jobs; ++i) {
      try {
        others.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        // Fewer do the same.
        break;
      }
    }
    work();
    for (auto& each : others) {
      each.join();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  void work() {
    try {
      for (std::size_t i = next_++; i < all_.results.size() && !broken_; i = next_++) {
        take(i);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      broken_ = true;
      failure_ = std::current_exception();
    }
  }

  void take(std::size_t cell) {
    const std::size_t number = cell % all_.compilers.size();
    const toolchain& with = all_.compilers[number];
    const test_case& of = all_.cases[cell / all_.compilers.size()];
    result& made = all_.results[cell];
    made.of_case = of.name;
    made.compiler = with.id;
    if (stopped()) {
      made.detail = "interrupted";
      return;
    }
    line_.begin(with.id + " " + of.name);
    const fs::path folder = scratch_ / (with.id + "-" + of.name);
    made = run_cell(with, libraries_[number], of, folder, chosen_.most);
    if (made.seen == verdict::crash && !stopped()) {
      // All that was judged is worth more than this.
      try {
        keep_reproducer(chosen_.reproducers, with, libraries_[number], of, made, folder, chosen_.most);
      } catch (const std::exception& error) {
        const std::lock_guard lock(mutex_);
        std::cerr << "evaluate: no reproducer is kept of " << with.id << ", " << of.name << ": " << error.what()
                  << '\n';
      }
    }
    if (!chosen_.keep) {
      discard(folder);
    }
    line_.end_one();
  }

  const options& chosen_;
  report& all_;
  const fs::path& scratch_;
  progress_line line_;
  std::deque<std_modules> libraries_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> broken_ = false;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

report judge(const options& chosen) {
  report all;
  all.started = now();
  all.confined = writes_are_confined();
  expect_costs(chosen);
  if (!chosen.only_costs) {
    all.cases = chosen_cases(chosen);
  }
  const scratch_folder scratch(chosen.scratch.empty() ? fs::temp_directory_path() : fs::path(chosen.scratch),
                               chosen.keep);
  if (chosen.keep) {
    std::cerr << "evaluate: kept in " << scratch.path().string() << '\n';
  }
  all.compilers = chosen_compilers(chosen, scratch.path());
  all.results.resize(all.cases.size() * all.compilers.size());
  if (!chosen.only_costs) {
    run_of_cells cells(chosen, all, scratch.path());
    cells.make_libraries();
    cells.run_all();
  }
  if (chosen.costs) {
    all.costs = measure_costs(chosen, all.compilers, scratch.path());
  }
  all.complete = !stopped();
  return all;
}

}  // namespace evaluate
