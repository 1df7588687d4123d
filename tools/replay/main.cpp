#include "options.hpp"

import std;
import replay.chart;
import replay.comparison;
import replay.player;
import replay.report;
import replay.trace;

namespace {

using replay::input_error;
using replay::number_in;
using replay::shown;
using replay::trace;

std::size_t number_option(std::string_view option, const std::string& text, std::size_t most) {
  const auto number = number_in(text);
  if (!number || *number == 0 || *number > most) {
    throw input_error(std::format("{} {}: must be a number from 1 to {}", option, shown(text), most));
  }
  return static_cast<std::size_t>(*number);
}

/// Where the trace comes from; --help tells the rule.
enum class source { file, input, built_in };

source source_of(const replay::options& options) {
  if (!options.files.empty()) {
    return options.files.front() == "-" && options.files.size() == 1 ? source::input : source::file;
  }
  return replay::input_is_sent() ? source::input : source::built_in;
}

std::vector<trace> workloads_from(source from, const replay::options& options, std::size_t capacity) {
  std::vector<trace> workloads;
  switch (from) {
    case source::file:
      for (const auto& file : options.files) {
        workloads.push_back(file == "-" ? replay::read_trace(std::cin, "stdin") : replay::read_trace_file(file));
      }
      break;
    case source::input:
      workloads.push_back(replay::read_trace(std::cin, "stdin"));
      break;
    case source::built_in:
      workloads.push_back(replay::zipf_workload());
      workloads.push_back(replay::loop_workload(capacity));
      break;
  }
  return workloads;
}

constexpr std::size_t usual_capacity = 1'000;

std::string play_one(const replay::options& options) {
  constexpr std::size_t most_threads = 1'024;
  if (options.plot || options.optimal) {
    throw input_error(
        std::format("{}: only with --compare (see replay --help)", options.plot ? "--plot" : "--optimal"));
  }
  if (options.files.size() > 1) {
    throw input_error(
        std::format("{}: more than one trace only with --compare (see replay --help)", shown(options.files[1])));
  }
  const auto policy = replay::policy_named(options.policy.value_or("lru"));
  const auto threads = number_option("--threads", options.threads, most_threads);
  const auto from = source_of(options);
  if (!options.capacity && from != source::built_in) {
    throw input_error("--capacity N is needed to play a trace");
  }
  const auto capacity =
      options.capacity ? number_option("--capacity", *options.capacity, replay::most_entries()) : usual_capacity;
  std::string text;
  for (const auto& workload : workloads_from(from, options, capacity)) {
    replay::progress_bar bar(workload.name, replay::errors_go_to_terminal());
    const auto result = policy.play(workload, capacity, threads, bar);
    text += (text.empty() || options.json ? "" : "\n") +
            replay::report(workload, policy.name, capacity, threads, result, options.json);
  }
  return text;
}

/// The capacities of a list such as 100,200; none if it was not given.
std::vector<std::size_t> capacities_in(const std::optional<std::string>& list) {
  std::vector<std::size_t> capacities;
  for (std::size_t from = 0; list && from <= list->size();) {
    const auto to = std::min(list->find(',', from), list->size());
    capacities.push_back(number_option("--capacity", list->substr(from, to - from), replay::most_entries()));
    from = to + 1;
  }
  std::ranges::sort(capacities);
  capacities.erase(std::unique(capacities.begin(), capacities.end()), capacities.end());
  return capacities;
}

/// @throws input_error if there is no writing to `path`; what stands there stays
void expect_writable(const std::string& path) {
  const std::ofstream file(path, std::ios::app);
  if (!file) {
    throw input_error(std::format("--plot {}: cannot be written", shown(path)));
  }
}

std::string compare_all(const replay::options& options) {
  if (options.policy) {
    throw input_error("--policy: --compare plays all of them");
  }
  if (options.threads != "1") {
    throw input_error("--threads: --compare plays with one");
  }
  const auto capacities = capacities_in(options.capacity);
  const auto workloads =
      workloads_from(source_of(options), options, capacities.empty() ? usual_capacity : capacities.back());
  if (options.plot) {
    expect_writable(*options.plot);
  }
  std::string text;
  std::vector<replay::panel> panels;
  for (const auto& workload : workloads) {
    const auto result = replay::compare(workload, capacities.empty() ? replay::usual_capacities(workload) : capacities,
                                        options.optimal, replay::errors_go_to_terminal());
    text += options.json ? json_of(result) : (text.empty() ? "" : "\n") + table_of(result);
    panels.push_back(panel_of(result));
  }
  if (options.plot) {
    std::ofstream file(*options.plot, std::ios::binary);
    file << replay::svg_of(panels) << std::flush;
    if (!file) {
      throw std::runtime_error(std::format("--plot {}: cannot be written", shown(*options.plot)));
    }
  }
  return text;
}

std::string run(const replay::options& options) {
  return options.compare ? compare_all(options) : play_one(options);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto command = replay::parse_command_line(argc, argv);
    if (command.status != 0) {
      throw input_error(command.text);
    }
    std::cout << (command.play ? run(*command.play) : command.text) << std::flush;
    if (!std::cout) {
      std::cerr << "replay: the report cannot be written\n";
      return 1;
    }
    return 0;
  } catch (const input_error& error) {
    std::cerr << std::format("replay: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::cerr << std::format("replay: {}\n", error.what());
    return 1;
  }
}
