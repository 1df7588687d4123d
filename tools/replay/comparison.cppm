/// @file
/// All policies side by side: hit ratios over capacities, as a table, as JSON and as a chart.
export module replay.comparison;

import std;
import replay.chart;
import replay.optimum;
import replay.player;
import replay.report;
import replay.trace;

export namespace replay {

/// The hits of one trace, by policy and capacity.
struct comparison {
  struct row {
    std::string policy;
    std::vector<std::uint64_t> hits;
  };

  std::string trace;
  std::uint64_t accesses;
  std::uint64_t distinct;
  std::vector<std::size_t> capacities;
  std::vector<row> rows;
};

/// The capacities to compare at when none is asked for: all keys of the trace, a half of them, and so on.
[[nodiscard]] std::vector<std::size_t> usual_capacities(const trace& workload) {
  constexpr std::size_t most = 9;
  std::vector<std::size_t> result;
  for (auto capacity = std::unordered_set<std::uint64_t>(workload.keys.begin(), workload.keys.end()).size();
       capacity > 0 && result.size() < most; capacity /= 2) {
    result.insert(result.begin(), capacity);
  }
  return result;
}

/// Plays `workload` by every policy at every capacity; `show_progress` for those who watch.
[[nodiscard]] comparison compare(const trace& workload, std::vector<std::size_t> capacities, bool with_optimum,
                                 bool show_progress) {
  const std::unordered_set<std::uint64_t> distinct(workload.keys.begin(), workload.keys.end());
  comparison result{workload.name, workload.keys.size(), distinct.size(), std::move(capacities), {}};
  for (const auto& policy : policies()) {
    comparison::row row{std::string(policy.name), {}};
    for (const auto capacity : result.capacities) {
      progress_bar bar(row.policy, show_progress);
      row.hits.push_back(policy.play(workload, capacity, 1, bar).stats.hits);
    }
    result.rows.push_back(std::move(row));
  }
  if (with_optimum) {
    comparison::row row{"optimal", {}};
    for (const auto capacity : result.capacities) {
      row.hits.push_back(optimal_hits(workload, capacity));
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

/// Hits of all accesses, in percent.
[[nodiscard]] double percent(const comparison& of, std::uint64_t hits) {
  return 100 * static_cast<double>(hits) / static_cast<double>(of.accesses);
}

[[nodiscard]] std::string table_of(const comparison& of) {
  auto text = std::format("trace      {}\naccesses   {}\nkeys       {}\nhit ratio in %\n\n{:>10}", of.trace,
                          of.accesses, of.distinct, "capacity");
  const auto width_of = [](const comparison::row& row) { return std::max<std::size_t>(row.policy.size(), 6) + 2; };
  for (const auto& row : of.rows) {
    text += std::format("{:>{}}", row.policy, width_of(row));
  }
  for (std::size_t each = 0; each < of.capacities.size(); ++each) {
    text += std::format("\n{:>10}", of.capacities[each]);
    for (const auto& row : of.rows) {
      text += std::format("{:>{}.2f}", percent(of, row.hits[each]), width_of(row));
    }
  }
  return text + '\n';
}

/// One object a line for each policy and capacity.
[[nodiscard]] std::string json_of(const comparison& of) {
  std::string text;
  for (std::size_t each = 0; each < of.capacities.size(); ++each) {
    for (const auto& row : of.rows) {
      text += std::format(
          "{{\"trace\": {}, \"policy\": {}, \"capacity\": {}, \"accesses\": {}, \"hits\": {}, \"hit_ratio\": "
          "{:.6f}}}\n",
          json_text(of.trace), json_text(row.policy), of.capacities[each], of.accesses, row.hits[each],
          percent(of, row.hits[each]) / 100);
    }
  }
  return text;
}

[[nodiscard]] panel panel_of(const comparison& of) {
  panel result{of.trace, "capacity in entries", "hit ratio in %", {}};
  for (const auto& row : of.rows) {
    curve line{row.policy, {}};
    for (std::size_t each = 0; each < of.capacities.size(); ++each) {
      line.points.push_back({static_cast<double>(of.capacities[each]), percent(of, row.hits[each])});
    }
    result.curves.push_back(std::move(line));
  }
  return result;
}

}  // namespace replay
