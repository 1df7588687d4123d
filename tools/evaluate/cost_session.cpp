#include "cost_session.hpp"

#include "cost_bench.hpp"
#include "error.hpp"
#include "library_sources.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace evaluate {

namespace {

struct extent {
  unsigned rounds;
  std::vector<int> chains;
  std::vector<int> fans;
  std::vector<int> fans_of_headers;
};

extent extent_of(const options& chosen) {
  return chosen.quick ? extent{1, {1, 4}, {4}, {2}} : extent{3, {1, 8, 64}, {1, 8, 64}, {4}};
}

using step = std::function<void(bench&, cost_report&)>;

/// What is to be measured, in order, each with its kind.
std::vector<std::pair<std::string, step>> steps_of(const options& chosen) {
  const extent wanted = extent_of(chosen);
  std::vector<std::pair<std::string, step>> all = {{"floor", measure_floor}};
  for (const int size : wanted.chains) {
    all.emplace_back("chain", [=](bench& with, cost_report& into) { measure_chain(with, size, into); });
  }
  for (const int size : wanted.fans) {
    all.emplace_back("fan", [=](bench& with, cost_report& into) { measure_fan(with, size, false, into); });
  }
  for (const int size : wanted.fans_of_headers) {
    all.emplace_back("fan of headers", [=](bench& with, cost_report& into) { measure_fan(with, size, true, into); });
  }
  all.emplace_back("rebuild", measure_rebuild);
  if (!chosen.quick) {
    all.emplace_back("library", [modules = chosen.modules](bench& with, cost_report& into) {
      measure_library(with, modules, into);
    });
  }
  if (chosen.only_costs) {
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const auto& each) { return each.first.find(chosen.filter) == std::string::npos; }),
              all.end());
  }
  return all;
}

}  // namespace

void expect_costs(const options& chosen) {
  if (chosen.costs && steps_of(chosen).empty()) {
    throw input_error("--filter " + chosen.filter + ": nothing that is measured has this in its kind");
  }
  const auto steps = chosen.costs ? steps_of(chosen) : decltype(steps_of(chosen))();
  if (!steps.empty() && steps.back().first == "library") {
    static_cast<void>(read_library(chosen.modules, measured_module));
  }
}

cost_report measure_costs(const options& chosen, const std::vector<toolchain>& compilers,
                          const std::filesystem::path& scratch) {
  const auto steps = steps_of(chosen);
  progress_line line(steps.size() * compilers.size());
  bench all;
  all.scratch = scratch;
  all.most = chosen.most;
  all.rounds = extent_of(chosen).rounds;
  all.line = &line;
  for (const auto& each : compilers) {
    all.compilers.push_back({&each, cost_commands(each, find_scanner(each, scratch, chosen.most)), ""});
  }
  cost_report made;
  made.rounds = all.rounds;
  for (const auto& [kind, measure] : steps) {
    measure(all, made);
  }
  return made;
}

}  // namespace evaluate
