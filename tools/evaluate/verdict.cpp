#include "verdict.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <initializer_list>
#include <utility>

namespace evaluate {

namespace {

struct spelling {
  verdict which;
  const char* name;
  const char* mark;
  int badness;
};

constexpr std::array<spelling, 13> spellings = {{
    {verdict::pass, "pass", "ok", 0},
    {verdict::warned, "pass with warnings", "warns", 1},
    {verdict::fixed, "unexpectedly fixed", "FIXED", 0},
    {verdict::known, "known", "known", 2},
    {verdict::unsupported, "unsupported", "unsup.", 2},
    {verdict::rejects_valid, "rejects-valid", "REJECT", 3},
    {verdict::accepts_invalid, "accepts-invalid", "ACCEPT", 3},
    {verdict::crash, "internal compiler error", "ICE", 3},
    {verdict::timeout, "timeout", "TIME", 3},
    {verdict::over_limit, "over a limit", "LIMIT", 3},
    {verdict::link_failure, "link failure", "LINK", 3},
    {verdict::wrong_result, "wrong run-time result", "WRONG", 3},
    {verdict::not_run, "not run", "-", 4},
}};

const spelling& spelling_of(verdict which) {
  return *std::find_if(spellings.begin(), spellings.end(), [=](const auto& each) { return each.which == which; });
}

bool says_any(const std::string& text, std::initializer_list<const char*> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](const char* each) { return text.find(each) != std::string::npos; });
}

/// The phrases by which GCC and Clang, and the drivers of both, tell that a part of them died.
bool tells_of_crash(const std::string& text) {
  return says_any(text, {"internal compiler error", "PLEASE submit a bug report", "frontend command failed",
                         "signal terminated program", "unable to execute command", "Stack dump:"});
}

/// Whole phrases: a diagnostic about a header may well have std::bad_alloc in it.
bool tells_of_memory(const std::string& text) {
  return says_any(text,
                  {"out of memory allocating", "LLVM ERROR: out of memory", "virtual memory exhausted",
                   "what():  std::bad_alloc", "Cannot allocate memory", "File size limit exceeded", "File too large"});
}

/// Looks in the lines that are errors, and not in the sources that are shown with them.
bool tells_of_missing_support(const std::string& text) {
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, to - from);
    if (says_any(line, {"error:", "sorry,"}) &&
        says_any(line, {"unimplemented", "not supported", "unsupported", "not yet implemented", "not yet supported",
                        "unrecognized command-line option", "unrecognized command line option", "unknown argument",
                        "language not recognized", "unrecognized argument"})) {
      return true;
    }
    from = to + 1;
  }
  return false;
}

std::string how_it_ended(const outcome& ended) {
  if (ended.signal != 0) {
    return std::string("ended by signal ") + std::to_string(ended.signal) + " (" + strsignal(ended.signal) + ")";
  }
  return "ended with status " + std::to_string(ended.exit);
}

/// What no command may do, whatever was expected of it.
std::optional<judgement> common(const outcome& ended) {
  if (ended.interrupted) {
    return judgement{verdict::not_run, "interrupted"};
  }
  if (ended.timed_out || ended.signal == SIGXCPU) {
    return judgement{verdict::timeout, "took too long"};
  }
  if (ended.flooded) {
    return judgement{verdict::over_limit, "printed more than it may"};
  }
  if (ended.swarmed) {
    return judgement{verdict::over_limit, "its processes took more memory together, or were more, than they may"};
  }
  if (ended.signal == SIGXFSZ) {
    return judgement{verdict::over_limit, "wrote a longer file than it may"};
  }
  return std::nullopt;
}

std::optional<judgement> common_to_compilers(const outcome& ended) {
  if (auto found = common(ended)) {
    return found;
  }
  if (!ended.not_started.empty()) {
    return judgement{verdict::crash, "was not run: " + ended.not_started};
  }
  if (ended.exit != 0 && tells_of_memory(ended.output)) {
    return judgement{verdict::over_limit, telling_line(ended.output)};
  }
  if (ended.signal != 0 || tells_of_crash(ended.output)) {
    return judgement{verdict::crash, ended.signal != 0 ? how_it_ended(ended) : telling_line(ended.output)};
  }
  return std::nullopt;
}

}  // namespace

const char* name_of(verdict which) {
  return spelling_of(which).name;
}

const char* mark_of(verdict which) {
  return spelling_of(which).mark;
}

int badness_of(verdict which) {
  return spelling_of(which).badness;
}

std::optional<verdict> verdict_named(const std::string& name) {
  const auto* found =
      std::find_if(spellings.begin(), spellings.end(), [&](const auto& each) { return name == each.name; });
  return found == spellings.end() ? std::nullopt : std::optional(found->which);
}

std::string telling_line(const std::string& output) {
  std::size_t begin = 0;
  for (const char* sign :
       {"internal compiler error", "undefined reference", "undefined symbol", "error:", "Assertion", "warning:"}) {
    const std::size_t found = output.find(sign);
    if (found != std::string::npos) {
      begin = output.rfind('\n', found);
      begin = begin == std::string::npos ? 0 : begin + 1;
      break;
    }
  }
  constexpr std::size_t most = 300;
  return output.substr(begin, std::min(output.find('\n', begin) - begin, most));
}

judgement judge_build(const outcome& ended, bool produced, bool links) {
  if (auto found = common_to_compilers(ended)) {
    return *found;
  }
  if (ended.exit != 0) {
    if (tells_of_missing_support(ended.output)) {
      return {verdict::unsupported, telling_line(ended.output)};
    }
    if (ended.output.find("error") == std::string::npos && !links) {
      return {verdict::crash, how_it_ended(ended) + " and told no error"};
    }
    return {links ? verdict::link_failure : verdict::rejects_valid, telling_line(ended.output)};
  }
  if (!produced) {
    return {verdict::crash, "ended as if it were done, and left no output file"};
  }
  if (ended.output.find("warning:") != std::string::npos) {
    return {verdict::warned, telling_line(ended.output)};
  }
  return {};
}

judgement judge_refusal(const outcome& ended, const step& wanted) {
  if (auto found = common_to_compilers(ended)) {
    return *found;
  }
  if (ended.exit == 0) {
    if (!wanted.diagnosis_required) {
      return {verdict::pass, "not diagnosed, and need not be"};
    }
    return {verdict::accepts_invalid, "nothing was said of " + wanted.source};
  }
  if (!wanted.has_twin && tells_of_missing_support(ended.output)) {
    return {verdict::unsupported, telling_line(ended.output)};
  }
  if (ended.output.find("error") == std::string::npos && wanted.kind != step_kind::link) {
    return {verdict::crash, how_it_ended(ended) + " and told no error"};
  }
  return {verdict::pass, telling_line(ended.output)};
}

judgement judge_run(const outcome& ended, const step& wanted) {
  if (auto found = common(ended)) {
    return *found;
  }
  if (!ended.not_started.empty()) {
    return {verdict::wrong_result, "cannot be run: " + ended.not_started};
  }
  if (ended.signal != 0 || ended.exit != wanted.exit) {
    return {verdict::wrong_result, how_it_ended(ended) + ", expected " + std::to_string(wanted.exit)};
  }
  if (wanted.output && *wanted.output != ended.output) {
    constexpr std::size_t most = 200;
    return {verdict::wrong_result,
            "printed \"" + ended.output.substr(0, most) + "\", expected \"" + wanted.output->substr(0, most) + "\""};
  }
  return {};
}

}  // namespace evaluate
