#include "cost_bench.hpp"

#include "leavings.hpp"
#include "verdict.hpp"

namespace evaluate {

namespace {

namespace fs = std::filesystem;

void fail(running& of, verdict given, const std::string& detail) {
  of.made.given = given;
  of.made.detail = detail;
  if (given == verdict::timeout) {
    of.with->given_up = "not tried: it took too long for " + of.made.kind + " " + of.made.subject;
  }
}

}  // namespace

double bytes_of(const fs::path& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  return failed ? 0 : static_cast<double>(size);
}

std::vector<running> begin(bench& all, const std::string& kind, const std::string& subject) {
  std::vector<running> made;
  for (auto& each : all.compilers) {
    running one = {&each, all.scratch / ("cost-" + each.with->id), {}, {}};
    one.made.kind = kind;
    one.made.subject = subject;
    one.made.compiler = each.with->id;
    if (stopped()) {
      fail(one, verdict::not_run, "interrupted");
    } else if (!each.given_up.empty()) {
      fail(one, verdict::not_run, each.given_up);
    }
    discard(one.folder);
    fs::create_directories(one.folder);
    for (const bmi_kind which : {bmi_kind::full, bmi_kind::reduced}) {
      fs::create_directories(one.folder / name_of(which));
    }
    made.push_back(std::move(one));
  }
  return made;
}

double run_one(bench& all, running& of, const trial& what) {
  if (!what.produces.empty()) {
    // So that what an earlier command left is not taken for its own.
    discard_in(of.folder, what.produces);
  }
  const outcome ended = run(what.command, of.folder, all.most);
  const bool produced = what.produces.empty() || is_left(of.folder / what.produces);
  const judgement judged = judge_build(ended, produced, what.links);
  if (judged.given != verdict::pass && judged.given != verdict::warned) {
    fail(of, judged.given, (what.seconds.empty() ? "" : what.seconds + ": ") + judged.detail);
    return -1;
  }
  if (!what.peak_bytes.empty()) {
    of.made.keep_most(what.peak_bytes, static_cast<double>(ended.peak_kib) * 1024);
  }
  return ended.seconds;
}

void finish(bench& all, std::vector<running>& each, cost_report& into) {
  for (unsigned round = 0; round < all.rounds; ++round) {
    for (auto& one : each) {
      if (one.made.given != verdict::pass) {
        continue;
      }
      all.line->begin(one.made.compiler + " " + one.made.kind + " " + one.made.subject);
      for (const auto& what : one.trials) {
        const double seconds = run_one(all, one, what);
        if (seconds < 0) {
          break;
        }
        one.made.keep_least(what.seconds, seconds);
      }
    }
  }
  for (auto& one : each) {
    discard(one.folder);
    into.measurements.push_back(std::move(one.made));
    all.line->end_one();
  }
}

}  // namespace evaluate
