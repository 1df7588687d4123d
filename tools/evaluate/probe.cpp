#include "toolchain.hpp"

#include "error.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

namespace evaluate {

namespace {

namespace fs = std::filesystem;
using words = std::vector<std::string>;

/// Not more of it than a person reads.
std::string first_line(const std::string& text) {
  constexpr std::size_t most = 300;
  return text.substr(0, std::min(text.find('\n'), most));
}

/// What a compiler says in the way of predefined macros and those of <version>.
std::map<std::string, std::string> macros_of(const std::string& command, const words& flags, const fs::path& scratch,
                                             const limits& most, std::string& complaint) {
  words all = {command, "-std=c++20", "-dM", "-E", "-x", "c++", "probe.hpp"};
  all.insert(all.begin() + 1, flags.begin(), flags.end());
  const outcome ended = run(all, scratch, most);
  std::map<std::string, std::string> macros;
  if (!ended.succeeded()) {
    complaint = !ended.not_started.empty() ? ended.not_started
                : ended.timed_out          ? "does not end when it is asked for its macros"
                : ended.flooded            ? "prints without end when it is asked for its macros"
                                           : "fails when it is asked for its macros: " + first_line(ended.output);
    return macros;
  }
  std::istringstream lines(ended.output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string define;
    std::string name;
    std::string value;
    parts >> define >> name;
    std::getline(parts >> std::ws, value);
    macros[name] = value;
  }
  return macros;
}

std::string dotted(std::map<std::string, std::string>& macros, const char* major, const char* minor,
                   const char* patch) {
  return macros[major] + "." + macros[minor] + "." + macros[patch];
}

/// Whether it is Clang, GCC, or nothing that is known here.
void identify(toolchain& made, std::map<std::string, std::string>& macros) {
  // So short that no name of a folder which begins with it is too long.
  static const std::regex shape(R"(\d{1,5}\.\d{1,5}\.\d{1,5})");
  constexpr std::size_t longest = 17;
  if (macros.count("__clang__") != 0) {
    made.made_by = family::clang;
    made.version = dotted(macros, "__clang_major__", "__clang_minor__", "__clang_patchlevel__");
  } else if (macros.count("__GNUC__") != 0) {
    made.made_by = family::gcc;
    made.version = dotted(macros, "__GNUC__", "__GNUC_MINOR__", "__GNUC_PATCHLEVEL__");
  }
  // std::regex takes stack for each letter.
  if (made.version.size() > longest || !std::regex_match(made.version, shape)) {
    throw compiler_error(made.command, "is neither GCC nor Clang by its macros");
  }
  made.library = macros.count("_LIBCPP_VERSION") != 0 ? "libc++" : "libstdc++";
}

/// @return what keeps the compiler from building and running a program that uses its library; empty if nothing does
std::string fault_of(const std::string& command, const words& flags, const fs::path& scratch, const limits& most) {
  words build = {command, "-std=c++20"};
  build.insert(build.end(), flags.begin(), flags.end());
  build.insert(build.end(), {"probe.cpp", "-o", "probe"});
  const outcome built = run(build, scratch, most);
  if (!built.succeeded()) {
    return "cannot build a small program: " + (built.timed_out ? "it does not end"
                                               : built.flooded ? "it prints without end"
                                                               : first_line(built.output));
  }
  if (!run({"./probe"}, scratch, most).succeeded()) {
    return "a small program that it built does not end with status 0";
  }
  return {};
}

/// Reads the manifest that lists the modules of a standard library.
void find_std(toolchain& made, const fs::path& scratch, const limits& most) {
  words ask = {made.command};
  ask.insert(ask.end(), made.flags.begin(), made.flags.end());
  ask.push_back("-print-file-name=" + made.library + ".modules.json");
  const std::string said = run(ask, scratch, most).output;
  const fs::path manifest = said.substr(0, said.find('\n'));
  std::error_code failed;
  // It may name a pipe that nobody fills.
  if (!manifest.is_absolute() || !fs::is_regular_file(manifest, failed)) {
    return;
  }
  std::ifstream stream(manifest);
  // A manifest that is not what it should be is as good as none: the cases say so.
  try {
    const auto parsed = nlohmann::json::parse(stream);
    for (const auto& each : parsed.at("modules")) {
      const std::string name = each.at("logical-name");
      const auto beside = [&](const std::string& path) {
        return fs::weakly_canonical(manifest.parent_path() / path).string();
      };
      const std::string source = beside(each.at("source-path"));
      if (!fs::is_regular_file(source)) {
        continue;
      }
      made.std_sources[name] = source;
      if (each.contains("local-arguments")) {
        for (const auto& folder : each.at("local-arguments").value("system-include-directories", words())) {
          made.std_flags[name].insert(made.std_flags[name].end(), {"-isystem", beside(folder)});
        }
      }
    }
  } catch (const std::exception&) {
    made.std_sources.clear();
  }
}

}  // namespace

toolchain probe(const std::string& asked, const std::string& library, const fs::path& scratch, const limits& most) {
  // It is run in other folders than this program.
  const std::string command = asked.find('/') == std::string::npos ? asked : fs::absolute(asked).string();
  std::ofstream(scratch / "probe.hpp") << "#include <version>\n";
  std::ofstream(scratch / "probe.cpp") << "#include <string>\nint main() { return std::string(\"a\").size() != 1; }\n";
  toolchain made;
  made.command = command;
  const outcome version = run({command, "--version"}, scratch, most);
  if (!version.not_started.empty()) {
    throw compiler_error(command, version.not_started);
  }
  made.words = first_line(version.output);
  std::string complaint;
  auto macros = macros_of(command, {}, scratch, most, complaint);
  if (!complaint.empty()) {
    throw compiler_error(command, complaint);
  }
  identify(made, macros);
  if (made.made_by == family::clang && library != made.library) {
    const std::string wanted = library.empty() ? "libc++" : library;
    const words flags = {"-stdlib=" + wanted};
    std::string refused;
    auto others = macros_of(command, flags, scratch, most, refused);
    // The headers that it finds may be those of a newer Clang, which it does not understand.
    const bool there = refused.empty() && (others.count("_LIBCPP_VERSION") != 0) == (wanted == "libc++") &&
                       fault_of(command, flags, scratch, most).empty();
    if (there) {
      made.flags = flags;
      made.library = wanted;
    } else if (!library.empty()) {
      throw compiler_error(command, "has no " + library + " that it can use");
    }
  } else if (!library.empty() && library != made.library) {
    throw compiler_error(command, "has no " + library);
  }
  const std::string fault = fault_of(command, made.flags, scratch, most);
  if (!fault.empty()) {
    throw compiler_error(command, fault);
  }
  find_std(made, scratch, most);
  made.id = std::string(made.family_name()) + "-" + made.version.substr(0, made.version.find('.')) + "-" + made.library;
  return made;
}

std::vector<std::string> compilers_on_path() {
  static const std::regex shape(R"((g|clang)\+\+(-\d+)?)");
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  std::map<fs::path, std::string> found;
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code failed;
    for (auto file = fs::directory_iterator(folder, failed); !failed && file != fs::directory_iterator(); ++file) {
      const std::string name = file->path().filename().string();
      const fs::path real = fs::canonical(file->path(), failed);
      if (!failed && std::regex_match(name, shape)) {
        auto& kept = found[real];
        // The name with the version tells more.
        if (name.size() > kept.size()) {
          kept = name;
        }
      }
      failed.clear();
    }
  }
  std::set<std::string> names;
  for (const auto& [real, name] : found) {
    names.insert(name);
  }
  return {names.begin(), names.end()};
}

void distinguish(std::vector<toolchain>& all) {
  std::map<std::string, int> seen;
  for (auto& each : all) {
    const int before = seen[each.id]++;
    if (before != 0) {
      each.id += "#" + std::to_string(before + 1);
    }
  }
}

}  // namespace evaluate
