#include "cost_bench.hpp"
#include "leavings.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

/// One way to build.
struct variant {
  bmi_kind kind;
  /// GCC writes the time of day into a BMI, so that no two are alike, unless it is given a date.
  bool dated;
};

std::string words_of(variant which) {
  return std::string(", ") + name_of(which.kind) + (which.dated ? " BMI with SOURCE_DATE_EPOCH" : " BMI");
}

bool applies(variant which, const bench_compiler& to) {
  const auto kinds = to.commands.kinds();
  return std::find(kinds.begin(), kinds.end(), which.kind) != kinds.end() &&
         (!which.dated || to.with->made_by == family::gcc);
}

/// A build like that of CMake with Ninja: a unit is compiled again if its source was written, or if a BMI that it
/// imports, or implements, is another than before, byte by byte.
class builder {
 public:
  builder(bench& all, running& of, variant chosen) : all_(all), of_(of), kind_(chosen.kind), dated_(chosen.dated) {}

  struct result {
    bool built = false;
    double modules = 0;
    double others = 0;
    double seconds = 0;
  };

  /// Builds what is not up to date, `written` being the stems of sources that were written.
  result build(const cost_project& project, const std::set<std::string>& written) {
    result made;
    std::set<std::string> changed;
    for (const auto* units : {&project.modules, &project.importers}) {
      for (const auto& each : *units) {
        const bool outdated = first_ || written.count(each.stem) != 0 ||
                              std::any_of(each.imports.begin(), each.imports.end(),
                                          [&](const std::string& name) { return changed.count(name) != 0; });
        if (!outdated) {
          continue;
        }
        const double seconds = run_one(all_, of_, compilation(each));
        if (seconds < 0) {
          return made;
        }
        made.seconds += seconds;
        (each.module.empty() ? made.others : made.modules) += 1;
        if (!each.module.empty() && differs(each.module)) {
          changed.insert(each.module);
        }
      }
    }
    first_ = false;
    if (run_one(all_, of_, {of_.with->commands.link(project, kind_), "program", "", "", true}) < 0) {
      return made;
    }
    made.built = is_right(project);
    return made;
  }

 private:
  [[nodiscard]] trial compilation(const cost_unit& of) const {
    std::vector<std::string> command = of_.with->commands.compile(of, kind_);
    if (dated_) {
      command.insert(command.begin(), {"env", "SOURCE_DATE_EPOCH=1"});
    }
    return {command, of_.with->commands.object_file(of, kind_), "", ""};
  }

  bool differs(const std::string& module) {
    std::string now = content_left(of_.folder / of_.with->commands.bmi_file(module, kind_));
    std::string& before = bmis_[module];
    const bool other = now != before;
    before = std::move(now);
    return other;
  }

  /// A program that was built too little gives what it gave before.
  bool is_right(const cost_project& project) {
    const judgement judged = judge_run(run({"./program", project.expected}, of_.folder, all_.most), step());
    of_.made.given = judged.given;
    of_.made.detail = judged.given == verdict::wrong_result ? "what was built again does not give what the sources say"
                                                            : judged.detail;
    return judged.given == verdict::pass;
  }

  bench& all_;
  running& of_;
  bmi_kind kind_;
  bool dated_;
  bool first_ = true;
  std::map<std::string, std::string> bmis_;
};

constexpr edit edits[] = {edit::nothing, edit::comment,        edit::comment_line,
                          edit::body,    edit::implementation, edit::interface};

void note(running& of, const builder::result& made) {
  of.made.keep_most("compiled_modules", made.modules);
  of.made.keep_most("compiled_importers", made.others);
  of.made.keep_least("compile_seconds", made.seconds);
}

void write_one(const fs::path& folder, const cost_project& all, const std::string& stem) {
  for (const auto* units : {&all.modules, &all.importers}) {
    for (const auto& each : *units) {
      if (each.stem == stem) {
        write_source(folder, each);
      }
    }
  }
}

void rebuild(running& of, builder& builds, edit which) {
  const std::string stem = which == edit::implementation ? "implementation" : "m0";
  // Made and taken back: two edits of the same kind, of which the dearer counts and the faster is timed.
  for (const edit state : {which, edit::nothing}) {
    const cost_project project = layers(state);
    write_one(of.folder, project, stem);
    const auto made = builds.build(project, {stem});
    if (!made.built) {
      return;
    }
    note(of, made);
  }
}

void measure_variant(bench& all, variant chosen, cost_report& into) {
  const std::string tail = words_of(chosen);
  auto each = begin(all, "rebuild", "everything" + tail);
  each.erase(std::remove_if(each.begin(), each.end(), [&](const running& one) { return !applies(chosen, *one.with); }),
             each.end());
  std::deque<builder> builders;
  const cost_project first = layers(edit::nothing);
  for (auto& one : each) {
    auto& builds = builders.emplace_back(all, one, chosen);
    if (one.made.given == verdict::pass) {
      all.line->begin(one.made.compiler + " rebuild");
      write_sources(one.folder, first);
      const auto made = builds.build(first, {});
      if (made.built) {
        note(one, made);
      }
    }
    into.measurements.push_back(one.made);
  }
  for (const edit which : edits) {
    for (std::size_t i = 0; i < each.size(); ++i) {
      running& one = each[i];
      one.made.subject = name_of(which) + tail;
      one.made.figures.clear();
      if (one.made.given == verdict::pass) {
        all.line->begin(one.made.compiler + " rebuild");
        rebuild(one, builders[i], which);
      } else if (one.made.given != verdict::not_run) {
        one.made.given = verdict::not_run;
        one.made.detail = "not tried: what was to be built before is not right";
      }
      into.measurements.push_back(one.made);
    }
  }
  for (const auto& one : each) {
    discard(one.folder);
    if (chosen.kind == bmi_kind::full && !chosen.dated) {
      all.line->end_one();
    }
  }
}

}  // namespace

void measure_rebuild(bench& all, cost_report& into) {
  for (const variant each : {variant{bmi_kind::full, false}, {bmi_kind::full, true}, {bmi_kind::reduced, false}}) {
    measure_variant(all, each, into);
  }
}

}  // namespace evaluate
