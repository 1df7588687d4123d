#include "reproducer.hpp"

#include "error.hpp"
#include "text.hpp"

#include <fstream>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

/// The line of a script that runs a command, with the compiler in a variable.
std::string script_line(const std::vector<std::string>& command, const toolchain& with) {
  std::string line;
  for (const auto& word : command) {
    line += (line.empty() ? "" : " ") + (word == with.command ? "\"$CXX\"" : quoted(word));
  }
  return line + "\n";
}

std::string script_of(const toolchain& with, const std_modules& library, const test_case& of, const result& crashed) {
  std::string text =
      "#!/bin/sh\n# " + of.name + ": " + of.title + "\n# " + printable(with.words) +
      "\n# The last command is the one that fails.\nset -x\ncd \"$(dirname \"$0\")\" || exit\nCXX=${CXX:-" +
      quoted(with.command) + "}\n";
  for (const auto& step : of.steps) {
    if (step.kind == step_kind::std_module) {
      for (const char* module : {"std", "std.compat"}) {
        if (step.source == module || std::string(module) == "std") {
          for (const auto& each : library.records(module, of.standard)) {
            text += script_line(each.command, with);
          }
        }
      }
    }
  }
  for (const auto& each : crashed.records) {
    text += script_line(each.command, with);
  }
  return text;
}

}  // namespace

void keep_reproducer(const fs::path& root, const toolchain& with, const std_modules& library, const test_case& of,
                     const result& crashed, const fs::path& folder, const limits& most) {
  const fs::path kept = root / (with.id + "-" + of.name);
  // What the compiler died of, with the headers in it.
  if (!crashed.records.empty() && !crashed.records.back().preprocess.empty()) {
    static_cast<void>(run(crashed.records.back().preprocess, folder, most));
  }
  std::error_code failed;
  fs::remove_all(kept, failed);
  fs::create_directories(kept, failed);
  if (failed) {
    throw report_error(kept.string(), failed.message());
  }
  fs::copy(of.folder, kept, fs::copy_options::recursive);
  fs::remove(kept / "case.json", failed);
  for (const auto& file : fs::directory_iterator(folder)) {
    // A compiler may leave links and pipes of this name as well.
    if (file.path().extension() == ".ii" && file.symlink_status().type() == fs::file_type::regular) {
      fs::copy_file(file.path(), kept / file.path().filename(), fs::copy_options::overwrite_existing);
    }
  }
  write_file((kept / "reproduce.sh").string(), script_of(with, library, of, crashed));
  fs::permissions(kept / "reproduce.sh", fs::perms::owner_all, fs::perm_options::add);
}

}  // namespace evaluate
