#include "metadata.hpp"

#include "error.hpp"
#include "verdict.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <utility>

namespace evaluate {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::array<std::pair<const char*, step_kind>, 7> kinds = {{{"interface", step_kind::interface},
                                                                     {"unit", step_kind::unit},
                                                                     {"importer", step_kind::unit},
                                                                     {"header-unit", step_kind::header_unit},
                                                                     {"std-module", step_kind::std_module},
                                                                     {"link", step_kind::link},
                                                                     {"run", step_kind::run}}};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw case_error(file.string(), "cannot be read");
  }
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The module that a source declares, without its comments looked at: cases are small.
std::string module_in(const std::string& text) {
  static const std::regex declaration(
      R"((?:^|\n)[ \t]*(?:export[ \t]+)?module[ \t]+([A-Za-z_][\w.]*(?:[ \t]*:[ \t]*[\w.]+)?)[ \t]*[;\[])");
  std::smatch found;
  if (!std::regex_search(text, found, declaration)) {
    return {};
  }
  std::string name = found[1];
  name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == '\t'; }), name.end());
  return name;
}

/// Reads the members of one object, and complains of those that nobody asked for.
class reader {
 public:
  reader(const fs::path& file, std::string where, const json& object)
      : file_(file), where_(std::move(where)), object_(object) {
    if (!object.is_object()) {
      fail("", "must be an object");
    }
  }

  template <class T>
  T take(const char* name, T otherwise) {
    known_.emplace_back(name);
    const auto found = object_.find(name);
    if (found == object_.end()) {
      return otherwise;
    }
    try {
      return found->get<T>();
    } catch (const json::exception&) {
      fail(name, "has a value of the wrong type");
    }
  }
  std::string demand(const char* name) {
    const auto value = take<std::string>(name, "");
    if (value.empty()) {
      fail(name, "is missing or empty");
    }
    return value;
  }
  void finish() const {
    for (const auto& [name, value] : object_.items()) {
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        fail(name, "is unknown");
      }
    }
  }
  [[noreturn]] void fail(const std::string& name, const std::string& what) const {
    throw case_error(file_.string(), where_ + (name.empty() ? "" : "\"" + name + "\" ") + what);
  }

 private:
  const fs::path& file_;
  std::string where_;
  const json& object_;
  std::vector<std::string> known_;
};

void read_source(step& made, reader& from, const fs::path& folder) {
  made.source = from.demand("source");
  const bool of_library = made.source.front() == '<';
  if (made.kind == step_kind::std_module) {
    if (made.source != "std" && made.source != "std.compat") {
      from.fail("source", "must be std or std.compat");
    }
  } else if (!of_library) {
    const fs::path relative = made.source;
    if (relative.is_absolute() || made.source.find("..") != std::string::npos || made.source.front() == '-') {
      from.fail("source", "must be a file of the folder");
    }
    const std::string text = text_of(folder / relative);
    static const std::regex import(R"((?:^|\n)[ \t]*(?:export[ \t]+)?import\b)");
    made.module = module_in(text);
    made.imports = std::regex_search(text, import);
    made.has_twin = text.find("WRONG") != std::string::npos;
  }
}

step read_step(const fs::path& file, std::size_t number, const json& object) {
  reader from(file, "step " + std::to_string(number + 1) + ": ", object);
  step made;
  const std::string kind = from.demand("step");
  const auto* found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return kind == each.first; });
  if (found == kinds.end()) {
    from.fail("step", "is no kind of step: " + kind);
  }
  made.kind = found->second;
  made.must_fail = from.take("must_fail", false);
  made.flags = from.take("flags", std::vector<std::string>());
  const auto diagnosis = from.take("diagnosis", std::string("required"));
  made.diagnosis_required = diagnosis == "required";
  if (!made.diagnosis_required && diagnosis != "not required") {
    from.fail("diagnosis", "must be required or not required");
  }
  if (made.kind == step_kind::run) {
    made.exit = from.take("exit", 0);
    if (made.exit < 0 || made.exit > 255) {
      from.fail("exit", "must be from 0 to 255");
    }
    if (object.contains("output")) {
      made.output = from.take("output", std::string());
    }
  } else if (made.kind != step_kind::link) {
    read_source(made, from, file.parent_path());
  }
  if (made.must_fail && (made.kind == step_kind::run || made.kind == step_kind::std_module)) {
    from.fail("must_fail", "is for what a compiler may refuse");
  }
  if (made.has_twin && !made.must_fail) {
    from.fail("must_fail", "is missing: the source asks for WRONG");
  }
  from.finish();
  return made;
}

known_issue read_known(const fs::path& file, std::size_t number, const json& object) {
  reader from(file, "known issue " + std::to_string(number + 1) + ": ", object);
  known_issue made = {from.demand("family"),
                      from.take("from", std::string()),
                      from.take("below", std::string()),
                      from.take("library", std::string()),
                      from.demand("verdict"),
                      from.take("issue", std::string()),
                      from.demand("text")};
  if (made.family != "gcc" && made.family != "clang") {
    from.fail("family", "must be gcc or clang");
  }
  for (const auto& [member, version] : {std::pair("from", made.from), std::pair("below", made.below)}) {
    static const std::regex shape(R"((\d{1,9}(\.\d{1,9}){0,2})?)");
    if (!std::regex_match(version, shape)) {
      from.fail(member, "must be a version such as 16 or 16.2");
    }
  }
  if (!made.library.empty() && made.library != "libc++" && made.library != "libstdc++") {
    from.fail("library", "must be libc++ or libstdc++");
  }
  if (!verdict_named(made.verdict)) {
    from.fail("verdict", "is none: " + made.verdict);
  }
  from.finish();
  return made;
}

}  // namespace

bool test_case::negative() const {
  return std::any_of(steps.begin(), steps.end(), [](const step& each) { return each.must_fail; });
}

bool test_case::needs_std() const {
  return std::any_of(steps.begin(), steps.end(), [](const step& each) { return each.kind == step_kind::std_module; });
}

bool version_less(const std::string& version, const std::string& other) {
  const auto numbers = [](const std::string& text) {
    std::vector<long> all;
    const char* at = text.c_str();
    while (*at >= '0' && *at <= '9') {
      char* end = nullptr;
      all.push_back(std::strtol(at, &end, 10));
      at = *end == '.' ? end + 1 : end;
    }
    return all;
  };
  return numbers(version) < numbers(other);
}

test_case load_case(const fs::path& folder) {
  const fs::path file = folder / "case.json";
  json object;
  try {
    object = json::parse(text_of(file));
  } catch (const json::exception& error) {
    throw case_error(file.string(), error.what());
  }
  reader from(file, "", object);
  test_case made;
  made.name = folder.parent_path().filename().string() + "." + folder.filename().string();
  made.folder = folder;
  made.title = from.demand("title");
  made.shows = from.demand("shows");
  made.clause = from.demand("clause");
  made.standard = from.take("standard", 20);
  if (made.standard < 20 || made.standard > 99) {
    from.fail("standard", "must be 20 or a later one, such as 23");
  }
  made.flags = from.take("flags", std::vector<std::string>());
  const auto steps = from.take("steps", json::array());
  const auto known = from.take("known", json::array());
  if (!steps.is_array() || steps.empty() || !known.is_array()) {
    from.fail("steps", "and \"known\" must be lists, the first of them not empty");
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    made.steps.push_back(read_step(file, i, steps[i]));
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    made.known.push_back(read_known(file, i, known[i]));
  }
  from.finish();
  return made;
}

std::vector<test_case> load_cases(const fs::path& root) {
  std::vector<test_case> all;
  std::error_code failed;
  for (auto group = fs::directory_iterator(root, failed); !failed && group != fs::directory_iterator(); ++group) {
    if (!group->is_directory()) {
      continue;
    }
    for (const auto& topic : fs::directory_iterator(group->path())) {
      if (topic.is_directory() && fs::exists(topic.path() / "case.json")) {
        all.push_back(load_case(topic.path()));
      }
    }
  }
  if (failed || all.empty()) {
    throw case_error(root.string(), failed ? failed.message() : "no <group>/<topic>/case.json is there");
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

}  // namespace evaluate
