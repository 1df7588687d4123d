#include "report.hpp"

#include <nlohmann/json.hpp>

namespace evaluate {

namespace {

using nlohmann::ordered_json;

/// So much of a compiler's output is kept: its beginning, where the first error stands.
constexpr std::size_t kept_output = 4'000;

ordered_json json_of(const toolchain& one) {
  return {{"id", one.id},           {"family", one.family_name()}, {"version", one.version},
          {"library", one.library}, {"command", one.command},      {"words", one.words}};
}

ordered_json json_of(const test_case& one) {
  return {{"name", one.name},
          {"title", one.title},
          {"shows", one.shows},
          {"clause", one.clause},
          {"negative", one.negative()}};
}

ordered_json json_of(const record& one) {
  ordered_json made = {{"command", one.command}};
  if (!one.ended.not_started.empty()) {
    made["not_started"] = one.ended.not_started;
  }
  made["exit"] = one.ended.exit;
  made["signal"] = one.ended.signal;
  made["seconds"] = one.ended.seconds;
  made["peak_kib"] = one.ended.peak_kib;
  made["output"] = one.ended.output.substr(0, kept_output);
  return made;
}

ordered_json json_of(const result& one) {
  ordered_json steps = ordered_json::array();
  for (const auto& each : one.records) {
    steps.push_back(json_of(each));
  }
  return {{"case", one.of_case},       {"compiler", one.compiler},   {"verdict", name_of(one.given)},
          {"seen", name_of(one.seen)}, {"detail", one.detail},       {"issue", one.issue},
          {"seconds", one.seconds()},  {"peak_kib", one.peak_kib()}, {"commands", steps}};
}

ordered_json json_of(const measurement& one) {
  ordered_json figures = ordered_json::object();
  for (const auto& [name, value] : one.figures) {
    figures[name] = value;
  }
  return {{"kind", one.kind},     {"subject", one.subject}, {"compiler", one.compiler}, {"verdict", name_of(one.given)},
          {"detail", one.detail}, {"figures", figures}};
}

template <class T>
ordered_json list_of(const std::vector<T>& all) {
  ordered_json made = ordered_json::array();
  for (const auto& each : all) {
    made.push_back(json_of(each));
  }
  return made;
}

}  // namespace

std::string json_of(const report& all) {
  ordered_json made = {{"schema", 1},
                       {"tool", "evaluate"},
                       {"started", all.started},
                       {"complete", all.complete},
                       {"confined", all.confined},
                       {"compilers", list_of(all.compilers)},
                       {"cases", list_of(all.cases)},
                       {"results", list_of(all.results)}};
  if (all.costs) {
    made["costs"] = {{"rounds", all.costs->rounds}, {"measurements", list_of(all.costs->measurements)}};
  }
  // Compilers print what they like; what is no UTF-8 is replaced.
  return made.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace evaluate
