#include "toolchain.hpp"

#include <algorithm>

namespace evaluate {

namespace {

using words = std::vector<std::string>;

void append(words& to, const words& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// The options that all commands of a case share.
words basis(const toolchain& with, int standard, const words& flags) {
  words made = {with.command, "-std=c++" + std::to_string(standard)};
  if (with.made_by == family::gcc) {
    // The option got its name in GCC 15; before it was that of the Technical Specification.
    made.emplace_back(version_less(with.version, "15") ? "-fmodules-ts" : "-fmodules");
  }
  append(made, with.flags);
  if (with.made_by == family::clang) {
    // Such as the choice of a library when a BMI becomes an object.
    made.emplace_back("-Wno-unused-command-line-argument");
  }
  append(made, flags);
  return made;
}

/// The file that Clang looks for in -fprebuilt-module-path.
std::string clang_bmi(const std::string& module) {
  std::string name = module;
  std::replace(name.begin(), name.end(), ':', '-');
  return name + ".pcm";
}

/// How Clang is told of a module; before Clang 16 without the name.
std::string clang_import(const toolchain& with, const std::string& module) {
  return "-fmodule-file=" + (version_less(with.version, "16") ? "" : module + "=") + clang_bmi(module);
}

void remember(words& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) {
    all.push_back(one);
  }
}

words with_more(words first, const words& more) {
  append(first, more);
  return first;
}

/// A source that becomes an object and, if it is one that others import, a BMI.
std::vector<planned> plan_source(const toolchain& with, const words& base, const std::string& source,
                                 const std::string& imported_as, build_state& state) {
  const words start = with_more(base, state.imports);
  // Beside m.cppm there may be m.cpp.
  const std::string object = source + ".o";
  const std::string preprocessed = source + ".ii";
  remember(state.objects, object);
  if (with.made_by == family::gcc || imported_as.empty()) {
    return {{with_more(start, {"-x", "c++", "-c", source, "-o", object}), object,
             with_more(start, {"-x", "c++", "-E", source, "-o", preprocessed})}};
  }
  const std::string bmi = clang_bmi(imported_as);
  remember(state.imports, clang_import(with, imported_as));
  return {{with_more(start, {"-x", "c++-module", "--precompile", source, "-o", bmi}), bmi,
           with_more(start, {"-x", "c++-module", "-E", source, "-o", preprocessed})},
          {with_more(start, {"-c", bmi, "-o", object}), object, {}}};
}

std::vector<planned> plan_header(const toolchain& with, const words& base, const std::string& source,
                                 build_state& state) {
  const words start = with_more(with_more(base, state.imports), state.header_imports);
  const bool of_library = source.front() == '<';
  const std::string header = of_library ? source.substr(1, source.size() - 2) : source;
  const words preprocess = of_library ? words() : with_more(start, {"-x", "c++", "-E", header, "-o", header + ".ii"});
  if (with.made_by == family::gcc) {
    // The languages that are named after headers look for them on the include path, where the folder is not.
    const char* mode = of_library ? "-fmodule-header=system" : "-fmodule-header";
    return {{with_more(start, {mode, "-x", "c++-header", "-c", header}), "", preprocess}};
  }
  const char* language = of_library ? "c++-system-header" : "c++-user-header";
  const std::string bmi = header + ".pcm";
  remember(state.header_imports, "-fmodule-file=" + bmi);
  return {{with_more(start, {"-x", language, "--precompile", header, "-o", bmi}), bmi, preprocess}};
}

}  // namespace

std::vector<planned> plan(const toolchain& with, const test_case& of, const step& what, bool wrong,
                          build_state& state) {
  words base = with_more(basis(with, of.standard, of.flags), what.flags);
  if (wrong) {
    base.emplace_back("-DWRONG");
  }
  // Header units are loaded at once, wanted or not: a unit that imports nothing must not get them.
  if (what.imports && what.kind != step_kind::header_unit) {
    append(base, state.header_imports);
  }
  switch (what.kind) {
    case step_kind::interface:
      return plan_source(with, base, what.source, what.module, state);
    case step_kind::unit:
      return plan_source(with, base, what.source, "", state);
    case step_kind::header_unit:
      return plan_header(with, base, what.source, state);
    case step_kind::link:
      return {{with_more(with_more(base, state.objects), {"-o", "program"}), "program", {}}};
    case step_kind::run:
      return {{{"./program"}, "", {}}};
    case step_kind::std_module:
      break;
  }
  // What it was built with is made once for all cases.
  if (with.made_by == family::clang) {
    remember(state.imports, clang_import(with, "std"));
    if (what.source != "std") {
      remember(state.imports, clang_import(with, what.source));
    }
  }
  remember(state.objects, "std.o");
  if (what.source != "std") {
    remember(state.objects, what.source + ".o");
  }
  return {};
}

std::vector<planned> plan_std(const toolchain& with, const std::string& module, int standard, build_state& state) {
  words base = basis(with, standard, {});
  const auto flags = with.std_flags.find(module);
  if (flags != with.std_flags.end()) {
    append(base, flags->second);
  }
  if (with.made_by == family::clang) {
    // Their names are reserved for whom they belong to.
    append(base, {"-Wno-reserved-module-identifier", "-Wno-reserved-identifier"});
  }
  auto made = plan_source(with, base, with.std_sources.at(module), module, state);
  const std::string object = module + ".o";
  // Made in the working folder, not beside the source.
  std::replace(made.back().command.begin(), made.back().command.end(), made.back().produces, object);
  made.back().produces = object;
  for (auto& each : made) {
    each.preprocess.clear();
  }
  return made;
}

std::vector<std::string> std_files(const toolchain& with, const std::string& module) {
  return {module + ".o", with.made_by == family::gcc ? "gcm.cache/" + module + ".gcm" : clang_bmi(module)};
}

}  // namespace evaluate
