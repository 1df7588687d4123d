#include "cell.hpp"
#include "cost_bench.hpp"
#include "leavings.hpp"
#include "library_sources.hpp"

#include <algorithm>

namespace evaluate {

namespace {

namespace fs = std::filesystem;
using words = std::vector<std::string>;

/// So small that it shows what it takes to have the module at all.
constexpr const char* program = R"(import std;
import patterns.meta;

enum class colour { red, green, blue };

int main() {
  return patterns::meta::enum_name(colour::green) == std::string_view("green") ? 0 : 1;
}
)";

words join(words first, const words& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// The commands of one compiler for the library as modules, as headers and as a precompiled header.
class library_commands {
 public:
  explicit library_commands(const bench_compiler& of)
      : gcc_(of.with->made_by == family::gcc), modules_(join(of.commands.base(), {"-w"})), headers_(modules_) {
    // What includes alone needs no modules, which would only make it slower.
    headers_.erase(std::remove_if(headers_.begin(), headers_.end(),
                                  [](const std::string& word) { return word.rfind("-fmodules", 0) == 0; }),
                   headers_.end());
  }

  [[nodiscard]] std::string bmi_file(const library_unit& of) const {
    return gcc_ ? "gcm.cache/" + of.stem() + ".gcm" : of.stem() + ".pcm";
  }
  [[nodiscard]] trial bmi(const library_unit& of) const {
    const std::string source = of.source.string();
    return gcc_ ? trial{join(modules_, {"-fmodule-only", "-x", "c++", "-c", source}), bmi_file(of), "", ""}
                : trial{join(modules_, {"-fprebuilt-module-path=.", "-x", "c++-module", "--precompile", source, "-o",
                                        bmi_file(of)}),
                        bmi_file(of), "", ""};
  }
  [[nodiscard]] trial import() const {
    const words flags = gcc_ ? words() : words{"-fprebuilt-module-path=."};
    return {join(join(modules_, flags), {"-c", "modules.cpp", "-o", "modules.o"}), "modules.o", "import_seconds",
            "import_peak_bytes"};
  }
  [[nodiscard]] trial include() const {
    return {join(headers_, {"-c", "headers.cpp", "-o", "headers.o"}), "headers.o", "include_seconds",
            "include_peak_bytes"};
  }
  [[nodiscard]] trial precompile(const std::string& header) const {
    return {join(headers_, {"-x", "c++-header", header, "-o", precompiled_file(header)}), precompiled_file(header), "",
            ""};
  }
  [[nodiscard]] trial include_precompiled(const std::string& header) const {
    const words flags = gcc_ ? words{"-include", header} : words{"-include-pch", precompiled_file(header)};
    return {join(join(headers_, flags), {"-c", "headers.cpp", "-o", "precompiled.o"}), "precompiled.o",
            "include_precompiled_seconds", "include_precompiled_peak_bytes"};
  }
  [[nodiscard]] std::string precompiled_file(const std::string& header) const {
    return header + (gcc_ ? ".gch" : ".pch");
  }

 private:
  bool gcc_;
  words modules_;
  words headers_;
};

/// Makes the module std, and a link to it in the folder of the measurement.
bool make_std(bench& all, running& of, std_modules& library) {
  if (of.with->with->std_sources.count("std") == 0) {
    of.made.given = verdict::unsupported;
    of.made.detail = "its library has no module std";
    return false;
  }
  all.line->begin(of.made.compiler + " module std");
  library.make("std", 20);
  const judgement judged = library.lend("std", 20, of.folder);
  if (judged.given != verdict::pass && judged.given != verdict::warned) {
    of.made.given = judged.given;
    of.made.detail = "module std: " + judged.detail;
    return false;
  }
  double seconds = 0;
  for (const auto& each : library.records("std", 20)) {
    seconds += each.ended.seconds;
  }
  of.made.set("std_once_seconds", seconds);
  return true;
}

/// Makes all that is made once, and notes what it takes.
bool make_library(bench& all, running& of, const library_commands& commands, const std::vector<library_unit>& units) {
  const std_headers standard(of.with->with->std_sources.at("std"));
  double seconds = 0;
  double bytes = 0;
  for (const auto& each : units) {
    all.line->begin(of.made.compiler + " " + each.name);
    const double one = run_one(all, of, commands.bmi(each));
    if (one < 0) {
      of.made.detail = each.name + ": " + of.made.detail;
      return false;
    }
    seconds += one;
    bytes += bytes_of(of.folder / commands.bmi_file(each));
    write_anew(of.folder / (each.stem() + ".hpp"), header_of(each.text, each.name, standard));
  }
  of.made.set("units", static_cast<double>(units.size()));
  of.made.set("modules_once_seconds", seconds);
  of.made.set("all_bmi_bytes", bytes);
  write_anew(of.folder / "modules.cpp", program);
  write_anew(of.folder / "headers.cpp", header_of(program, "", standard));
  const std::string header = units.back().stem() + ".hpp";
  const double precompiled = run_one(all, of, commands.precompile(header));
  if (precompiled < 0) {
    of.made.detail = "precompiled header: " + of.made.detail;
    return false;
  }
  of.made.set("precompiled_once_seconds", precompiled);
  of.made.set("precompiled_bytes", bytes_of(of.folder / commands.precompiled_file(header)));
  of.trials = {commands.import(), commands.include(), commands.include_precompiled(header)};
  return true;
}

}  // namespace

void measure_library(bench& all, const fs::path& modules, cost_report& into) {
  const std::vector<library_unit> units = read_library(modules, measured_module);
  auto each = begin(all, "library", measured_module);
  for (auto& one : each) {
    if (one.made.given != verdict::pass) {
      continue;
    }
    const fs::path folder = all.scratch / ("cost-std-" + one.made.compiler);
    fs::create_directories(folder);
    limits most = all.most;
    most.seconds *= 4;
    std_modules library(*one.with->with, folder, most);
    if (make_std(all, one, library)) {
      static_cast<void>(make_library(all, one, library_commands(*one.with), units));
    }
  }
  finish(all, each, into);
  for (const auto& one : all.compilers) {
    discard(all.scratch / ("cost-std-" + one.with->id));
  }
}

}  // namespace evaluate
