#include "cost_session.hpp"

#include "cost_bench.hpp"

namespace evaluate {

namespace {

struct extent {
  unsigned rounds;
  std::vector<int> chains;
  std::vector<int> fans;
  std::vector<int> fans_of_headers;

  /// Measurements of one compiler, as progress counts them.
  [[nodiscard]] std::size_t steps() const { return chains.size() + fans.size() + fans_of_headers.size() + 3; }
};

extent extent_of(const options& chosen) {
  return chosen.quick ? extent{1, {1, 4}, {4}, {2}} : extent{3, {1, 8, 32, 128}, {1, 8, 32, 128}, {1, 8}};
}

}  // namespace

cost_report measure_costs(const options& chosen, const std::vector<toolchain>& compilers,
                          const std::filesystem::path& scratch) {
  const extent wanted = extent_of(chosen);
  progress_line line(wanted.steps() * compilers.size());
  bench all;
  all.scratch = scratch;
  all.most = chosen.most;
  all.rounds = wanted.rounds;
  all.line = &line;
  for (const auto& each : compilers) {
    all.compilers.push_back({&each, cost_commands(each, find_scanner(each, scratch, chosen.most)), ""});
  }
  cost_report made;
  made.rounds = wanted.rounds;
  measure_floor(all, made);
  for (const int size : wanted.chains) {
    measure_chain(all, size, made);
  }
  for (const int size : wanted.fans) {
    measure_fan(all, size, false, made);
  }
  for (const int size : wanted.fans_of_headers) {
    measure_fan(all, size, true, made);
  }
  measure_rebuild(all, made);
  return made;
}

}  // namespace evaluate
