#include "cell.hpp"

#include "leavings.hpp"

#include <algorithm>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

/// Runs the commands of a step until one is not as it should be.
judgement build(const std::vector<planned>& commands, bool links, const fs::path& folder, const limits& most,
                std::vector<record>& records) {
  judgement all;
  for (const auto& each : commands) {
    records.push_back({each.command, run(each.command, folder, most), each.preprocess});
    const bool produced = each.produces.empty() || is_left(folder / each.produces);
    const judgement one = judge_build(records.back().ended, produced, links);
    if (badness_of(one.given) > badness_of(verdict::warned)) {
      return one;
    }
    if (all.given == verdict::pass) {
      all = one;
    }
  }
  return all;
}

/// Runs the commands of a step that must fail until one does.
judgement refuse(const std::vector<planned>& commands, const step& what, const fs::path& folder, const limits& most,
                 std::vector<record>& records) {
  judgement last;
  for (const auto& each : commands) {
    records.push_back({each.command, run(each.command, folder, most), each.preprocess});
    last = judge_refusal(records.back().ended, what);
    if (!records.back().ended.succeeded()) {
      break;
    }
  }
  return last;
}

std::size_t warnings_in(const record& of) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = of.ended.output.find("warning:", at)) != std::string::npos; ++at) {
    ++count;
  }
  return count;
}

judgement take(const step& what, const toolchain& with, const std_modules& library, const test_case& of,
               const fs::path& folder, const limits& most, build_state& state, std::vector<record>& records) {
  if (what.kind == step_kind::std_module) {
    judgement lent = library.lend("std", of.standard, folder);
    if (what.source != "std" && badness_of(lent.given) <= badness_of(verdict::warned)) {
      lent = library.lend(what.source, of.standard, folder);
    }
    static_cast<void>(plan(with, of, what, false, state));
    // Its warnings are not the case's.
    return lent.given == verdict::warned ? judgement() : lent;
  }
  if (what.kind == step_kind::run) {
    const auto commands = plan(with, of, what, false, state);
    limits program = most;
    program.seconds = std::min(program.seconds, 20.0);
    records.push_back({commands.front().command, run(commands.front().command, folder, program), {}});
    return judge_run(records.back().ended, what);
  }
  const bool links = what.kind == step_kind::link;
  const std::size_t before = records.size();
  if (!what.must_fail) {
    return build(plan(with, of, what, false, state), links, folder, most, records);
  }
  if (what.has_twin) {
    build_state of_twin = state;
    const judgement twin = build(plan(with, of, what, false, of_twin), links, folder, most, records);
    if (badness_of(twin.given) > badness_of(verdict::warned)) {
      return {twin.given, "without WRONG: " + twin.detail};
    }
  }
  std::size_t warnings = 0;
  for (std::size_t i = before; i < records.size(); ++i) {
    warnings += warnings_in(records[i]);
  }
  const std::size_t middle = records.size();
  build_state of_wrong = state;
  const judgement wrong = refuse(plan(with, of, what, true, of_wrong), what, folder, most, records);
  // The standard asks for a diagnostic, which a warning is.
  for (std::size_t i = middle; i < records.size() && wrong.given == verdict::accepts_invalid; ++i) {
    if (warnings_in(records[i]) > warnings) {
      return {verdict::warned, "accepted with a warning: " + telling_line(records[i].ended.output)};
    }
  }
  return wrong.given == verdict::pass && !wrong.detail.empty() && what.diagnosis_required ? judgement() : wrong;
}

/// Leaves the names of this machine's folders out of what a compiler printed, and most of it if it is long.
void shorten(std::string& text, const fs::path& folder) {
  constexpr std::size_t most = 65'536;
  text.resize(std::min(text.size(), most));
  const std::string name = folder.string() + "/";
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
    text.erase(at, name.size());
  }
}

/// Takes what is known of a case into account.
void compare_with_known(result& made, const toolchain& with, const test_case& of) {
  made.seen = made.given;
  for (const auto& each : of.known) {
    const bool this_one = each.family == with.family_name() && !version_less(with.version, each.from) &&
                          (each.below.empty() || version_less(with.version, each.below)) &&
                          (each.library.empty() || each.library == with.library);
    if (!this_one) {
      continue;
    }
    if (each.verdict == name_of(made.given)) {
      made.given = verdict::known;
      made.issue = each.issue;
      made.detail = each.text + (made.detail.empty() ? "" : " [" + made.detail + "]");
      return;
    }
    if (made.given == verdict::pass || made.given == verdict::warned) {
      made.given = verdict::fixed;
      made.issue = each.issue;
      made.detail = "no longer: " + each.text;
      return;
    }
  }
}

}  // namespace

double result::seconds() const {
  double sum = 0;
  for (const auto& each : records) {
    sum += each.ended.seconds;
  }
  return sum;
}

long result::peak_kib() const {
  long most = 0;
  for (const auto& each : records) {
    most = std::max(most, each.ended.peak_kib);
  }
  return most;
}

fs::path std_modules::folder_of(int standard) const {
  return folder_ / std::to_string(standard);
}

void std_modules::make(const std::string& module, int standard) {
  const auto [entry, fresh] = all_.try_emplace({module, standard});
  if (!fresh) {
    return;
  }
  made& it = entry->second;
  if (with_.std_sources.count(module) == 0) {
    it.judged = {verdict::unsupported, with_.library + " of this compiler comes with no module " + module};
    return;
  }
  build_state state;
  if (module != "std") {
    make("std", standard);
    static_cast<void>(plan_std(with_, "std", standard, state));
  }
  fs::create_directories(folder_of(standard));
  it.judged = build(plan_std(with_, module, standard, state), false, folder_of(standard), most_, it.records);
}

judgement std_modules::lend(const std::string& module, int standard, const fs::path& to) const {
  const auto found = all_.find({module, standard});
  if (found == all_.end()) {
    return {verdict::not_run, "interrupted"};
  }
  const judgement& judged = found->second.judged;
  if (badness_of(judged.given) > badness_of(verdict::warned)) {
    return {judged.given, "module " + module + ": " + judged.detail};
  }
  for (const auto& file : std_files(with_, module)) {
    const fs::path link = to / file;
    std::error_code failed;
    // A step before may have left what it liked where this is to be; or lent the module already.
    discard_in(to, file);
    if (link.parent_path() != to && !fs::is_directory(fs::symlink_status(link.parent_path(), failed))) {
      discard(link.parent_path());
      fs::create_directories(link.parent_path(), failed);
    }
    fs::create_symlink(folder_of(standard) / file, link);
  }
  return {};
}

std::vector<record> std_modules::records(const std::string& module, int standard) const {
  const auto found = all_.find({module, standard});
  return found == all_.end() ? std::vector<record>() : found->second.records;
}

result run_cell(const toolchain& with, const std_modules& library, const test_case& of, const fs::path& folder,
                const limits& most) {
  result made;
  made.of_case = of.name;
  made.compiler = with.id;
  made.given = verdict::pass;
  fs::copy(of.folder, folder, fs::copy_options::recursive);
  build_state state;
  for (const auto& each : of.steps) {
    const judgement one = take(each, with, library, of, folder, most, state, made.records);
    if (made.given == verdict::pass && (one.given != verdict::pass || !one.detail.empty())) {
      made.detail = one.detail;
    }
    if (badness_of(one.given) > badness_of(made.given)) {
      made.given = one.given;
      made.detail = one.detail;
    }
    if (badness_of(one.given) > badness_of(verdict::warned)) {
      break;
    }
  }
  shorten(made.detail, folder);
  for (auto& each : made.records) {
    shorten(each.ended.output, folder);
  }
  compare_with_known(made, with, of);
  return made;
}

}  // namespace evaluate
