#include "cost_commands.hpp"

#include <utility>

namespace evaluate {

const char* name_of(bmi_kind which) {
  return which == bmi_kind::full ? "full" : "reduced";
}

cost_commands::cost_commands(const toolchain& with, std::string scanner) : with_(with), scanner_(std::move(scanner)) {
  base_ = {with.command, "-std=c++20"};
  if (with.made_by == family::gcc) {
    base_.emplace_back(version_less(with.version, "15") ? "-fmodules-ts" : "-fmodules");
  }
  base_.insert(base_.end(), with.flags.begin(), with.flags.end());
  if (with.made_by == family::clang) {
    base_.emplace_back("-Wno-unused-command-line-argument");
  }
}

std::vector<bmi_kind> cost_commands::kinds() const {
  // Clang 18 can write reduced BMIs, but advised against them.
  if (with_.made_by == family::gcc || version_less(with_.version, "19")) {
    return {bmi_kind::full};
  }
  return {bmi_kind::full, bmi_kind::reduced};
}

cost_commands::words cost_commands::with(const words& more) const {
  words made = base_;
  made.insert(made.end(), more.begin(), more.end());
  return made;
}

std::string cost_commands::object_file(const cost_unit& of, bmi_kind kind) const {
  return std::string(name_of(kind)) + "/" + of.stem + ".o";
}

std::string cost_commands::bmi_file(const std::string& module, bmi_kind kind) const {
  return with_.made_by == family::gcc ? "gcm.cache/" + module + ".gcm"
                                      : std::string(name_of(kind)) + "/" + module + ".pcm";
}

cost_commands::words cost_commands::scan(const cost_unit& of) const {
  if (with_.made_by == family::gcc) {
    // The options came with GCC 14; an older one says itself that it does not know them.
    return with({"-E", "-x", "c++", of.source(), "-MT", "trial.ddi", "-MD", "-MF", "trial.d", "-fdeps-format=p1689r5",
                 "-fdeps-file=trial.ddi", "-fdeps-target=trial.o", "-o", "trial.ii"});
  }
  if (scanner_.empty()) {
    return {};
  }
  words made = {scanner_, "-format=p1689", "--"};
  const words command = with({"-x", of.module.empty() ? "c++" : "c++-module", "-c", of.source(), "-o", "trial.o"});
  made.insert(made.end(), command.begin(), command.end());
  return made;
}

cost_commands::words cost_commands::bmi(const cost_unit& of) const {
  if (with_.made_by == family::gcc) {
    return with({"-fmodule-only", "-x", "c++", "-c", of.source()});
  }
  return with({"-fprebuilt-module-path=full", "-x", "c++-module", "--precompile", of.source(), "-o", "trial.pcm"});
}

cost_commands::words cost_commands::object_of_bmi() const {
  return with_.made_by == family::gcc ? words()
                                      : with({"-fprebuilt-module-path=full", "-c", "trial.pcm", "-o", "trial.o"});
}

cost_commands::words cost_commands::compile(const cost_unit& of, bmi_kind kind) const {
  if (with_.made_by == family::gcc) {
    return with({"-x", "c++", "-c", of.source(), "-o", object_file(of, kind)});
  }
  words made = with({std::string("-fprebuilt-module-path=") + name_of(kind)});
  if (!of.module.empty()) {
    made.push_back("-fmodule-output=" + bmi_file(of.module, kind));
    if (kind == bmi_kind::reduced) {
      made.emplace_back(version_less(with_.version, "20") ? "-fexperimental-modules-reduced-bmi"
                                                          : "-fmodules-reduced-bmi");
    } else if (!version_less(with_.version, "22")) {
      // Reduced is what these write if they are not told; older ones do not know the option.
      made.emplace_back("-fno-modules-reduced-bmi");
    }
  }
  const words rest = {"-x", of.module.empty() ? "c++" : "c++-module", "-c", of.source(), "-o", object_file(of, kind)};
  made.insert(made.end(), rest.begin(), rest.end());
  return made;
}

cost_commands::words cost_commands::link(const cost_project& all, bmi_kind kind) const {
  words made = base_;
  for (const auto* units : {&all.modules, &all.importers}) {
    for (const auto& each : *units) {
      made.push_back(object_file(each, kind));
    }
  }
  made.insert(made.end(), {"-o", "program"});
  return made;
}

std::string find_scanner(const toolchain& with, const std::filesystem::path& scratch, const limits& most) {
  if (with.made_by == family::gcc) {
    return {};
  }
  const outcome told = run({with.command, "-print-prog-name=clang-scan-deps"}, scratch, most);
  const std::string path = told.output.substr(0, told.output.find('\n'));
  return told.succeeded() && std::filesystem::path(path).is_absolute() ? path : std::string();
}

}  // namespace evaluate
