#include "library_sources.hpp"

#include "error.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

const std::regex import_shape(R"(^\s*(?:export\s+)?import\s+(:?[\w.]+)\s*;.*)");
const std::regex module_shape(R"(^\s*(?:export\s+)?module\s+([\w.]+)(:[\w.]+)?\s*;.*)");
const std::regex fragment_shape(R"(^\s*module\s*;.*)");
const std::regex private_shape(R"(^\s*module\s*:\s*private\s*;.*)");
const std::regex export_shape(R"(^(\s*)export\s+)");
const std::regex block_shape(R"(^(\s*)export\s*\{)");

std::string stem_of(std::string name) {
  std::replace(name.begin(), name.end(), ':', '-');
  return name;
}

/// The name of an import as others than the module itself would write it.
std::string full_name(const std::string& unit, const std::string& imported) {
  return imported.front() == ':' ? unit.substr(0, unit.find(':')) + imported : imported;
}

library_unit read_unit(const fs::path& source) {
  std::ifstream stream(source);
  library_unit made = {"", source, {std::istreambuf_iterator<char>(stream), {}}, {}};
  std::istringstream lines(code_of(made.text));
  std::smatch parts;
  for (std::string line; std::getline(lines, line);) {
    if (made.name.empty() && std::regex_match(line, parts, module_shape)) {
      made.name = parts.str(1) + parts.str(2);
    } else if (std::regex_match(line, parts, import_shape) && parts.str(1) != "std") {
      made.imports.push_back(full_name(made.name, parts.str(1)));
    }
  }
  return made;
}

}  // namespace

std::string library_unit::stem() const {
  return stem_of(name);
}

std::vector<library_unit> read_library(const fs::path& folder, const std::string& module) {
  std::map<std::string, library_unit> all;
  std::error_code failed;
  for (auto file = fs::recursive_directory_iterator(folder, failed);
       !failed && file != fs::recursive_directory_iterator(); file.increment(failed)) {
    if (file->path().extension() == ".cppm") {
      library_unit unit = read_unit(file->path());
      all[unit.name] = std::move(unit);
    }
  }
  std::vector<library_unit> ordered;
  std::set<std::string> seen;
  const std::function<void(const std::string&)> visit = [&](const std::string& name) {
    if (!seen.insert(name).second) {
      return;
    }
    const auto found = all.find(name);
    if (found == all.end()) {
      throw input_error(folder.string() + ": has no module " + name);
    }
    for (const auto& each : found->second.imports) {
      visit(each);
    }
    ordered.push_back(found->second);
  };
  visit(module);
  return ordered;
}

std::string header_of(const std::string& text, const std::string& name, const std_headers& standard) {
  std::string made = name.empty() ? "" : "#pragma once\n";
  std::istringstream lines(text);
  std::smatch parts;
  for (std::string line; std::getline(lines, line) && !std::regex_match(line, private_shape);) {
    if (std::regex_match(line, parts, import_shape)) {
      if (parts.str(1) != "std") {
        made += "#include \"" + stem_of(full_name(name, parts.str(1))) + ".hpp\"\n";
        continue;
      }
      for (const auto& each : standard.needed_by(text)) {
        made += "#include <" + each + ">\n";
      }
    } else if (!std::regex_match(line, module_shape) && !std::regex_match(line, fragment_shape)) {
      // A block that only exports is one that says nothing else.
      line = std::regex_replace(line, block_shape, "$1extern \"C++\" {");
      made += std::regex_replace(line, export_shape, "$1") + "\n";
    }
  }
  return made;
}

}  // namespace evaluate
