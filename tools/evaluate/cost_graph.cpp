#include "cost_bench.hpp"

namespace evaluate {

namespace {

/// Builds all of it once with one kind of BMI, and notes what that took and how long the BMIs are.
/// @return whether it could be built
bool build(bench& all, running& of, const cost_project& project, bmi_kind kind) {
  const std::string prefix = kind == bmi_kind::full ? "" : "reduced_";
  double total = 0;
  double bytes = 0;
  double last = 0;
  for (const auto* units : {&project.modules, &project.importers}) {
    for (const auto& each : *units) {
      const double seconds =
          run_one(all, of, {of.with->commands.compile(each, kind), of.with->commands.object_file(each, kind), "", ""});
      if (seconds < 0) {
        return false;
      }
      total += seconds;
      if (!each.module.empty()) {
        last = bytes_of(of.folder / of.with->commands.bmi_file(each.module, kind));
        bytes += last;
      }
    }
  }
  of.made.set(prefix + "bmi_bytes", last);
  of.made.set(prefix + "all_bmi_bytes", bytes);
  of.made.set(prefix + "build_once_seconds", total);
  return true;
}

/// The last of the modules stands for all: it has the most below it.
void add_trials(running& of, const cost_project& project) {
  const cost_commands& commands = of.with->commands;
  const cost_unit& module = project.modules.back();
  const cost_unit& importer = project.importers.back();
  auto& to = of.trials;
  if (!commands.scan(module).empty()) {
    to.push_back({commands.scan(module), "", "scan_seconds", ""});
  }
  const bool clang = !commands.object_of_bmi().empty();
  to.push_back({commands.bmi(module), clang ? "trial.pcm" : commands.bmi_file(module.module, bmi_kind::full),
                "bmi_seconds", "bmi_peak_bytes"});
  if (clang) {
    to.push_back({commands.object_of_bmi(), "trial.o", "object_seconds", ""});
  }
  for (const bmi_kind kind : commands.kinds()) {
    const std::string prefix = kind == bmi_kind::full ? "" : "reduced_";
    to.push_back({commands.compile(module, kind), commands.object_file(module, kind), prefix + "bmi_and_object_seconds",
                  prefix + "bmi_and_object_peak_bytes"});
    to.push_back({commands.compile(importer, kind), commands.object_file(importer, kind), prefix + "import_seconds",
                  prefix + "import_peak_bytes"});
  }
  to.push_back({commands.link(project, bmi_kind::full), "program", "link_seconds", "link_peak_bytes", true});
}

void measure(bench& all, const std::string& kind, const cost_project& project, cost_report& into) {
  auto each = begin(all, kind, std::to_string(project.modules.size()));
  for (auto& one : each) {
    if (one.made.given != verdict::pass) {
      continue;
    }
    all.line->begin(one.made.compiler + " " + kind + " " + one.made.subject);
    one.made.set("modules", static_cast<double>(project.modules.size()));
    write_sources(one.folder, project);
    bool built = true;
    for (const bmi_kind which : one.with->commands.kinds()) {
      built = built && build(all, one, project, which);
    }
    if (built) {
      add_trials(one, project);
    }
  }
  finish(all, each, into);
}

}  // namespace

void measure_floor(bench& all, cost_report& into) {
  auto each = begin(all, "floor", "empty program");
  for (auto& one : each) {
    if (one.made.given == verdict::pass) {
      const cost_unit empty = {"program", "", {}, "int main() {}\n"};
      write_source(one.folder, empty);
      const std::string object = one.with->commands.object_file(empty, bmi_kind::full);
      one.trials = {
          {one.with->commands.compile(empty, bmi_kind::full), object, "compile_seconds", "compile_peak_bytes"},
          {one.with->commands.link({{}, {empty}, ""}, bmi_kind::full), "program", "link_seconds", "link_peak_bytes",
           true}};
    }
  }
  finish(all, each, into);
}

void measure_chain(bench& all, int size, cost_report& into) {
  measure(all, "chain", chain_of(size), into);
}

void measure_fan(bench& all, int size, bool headers, cost_report& into) {
  measure(all, headers ? "fan of headers" : "fan", fan_of(size, headers), into);
}

}  // namespace evaluate
