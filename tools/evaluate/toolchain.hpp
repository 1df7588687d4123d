#pragma once

#include "metadata.hpp"
#include "process.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace evaluate {

enum class family { gcc, clang };

/// A compiler with a standard library, found and tried.
struct toolchain {
  /// Such as gcc-16-libstdc++; no two of a run are alike, and runs of different days are compared by it.
  std::string id;
  /// As it was asked for, or found on PATH.
  std::string command;
  family made_by = family::gcc;
  /// Such as 16.2.0.
  std::string version;
  /// libstdc++ or libc++.
  std::string library;
  /// The first line of --version.
  std::string words;
  /// Flags that choose the library.
  std::vector<std::string> flags;
  /// The sources of its modules, by name: std and std.compat, if it has them.
  std::map<std::string, std::string> std_sources;
  /// What these are compiled with beside.
  std::map<std::string, std::vector<std::string>> std_flags;

  [[nodiscard]] const char* family_name() const { return made_by == family::gcc ? "gcc" : "clang"; }
};

/// One command of a step.
struct planned {
  std::vector<std::string> command;
  /// The file that it must leave, relative to the folder of the case; empty if that cannot be told.
  std::string produces;
  /// The same source, preprocessed only; empty for what has none.
  std::vector<std::string> preprocess;
};

/// What the steps before have made.
struct build_state {
  std::vector<std::string> imports;
  /// The same, of header units.
  std::vector<std::string> header_imports;
  std::vector<std::string> objects;
};

/// The commands of a step in a folder that holds the case's sources, and what they add to `state`. `wrong` defines the
/// macro WRONG. A step that builds the standard library's module yields none: see std_modules.
[[nodiscard]] std::vector<planned> plan(const toolchain& with, const test_case& of, const step& what, bool wrong,
                                        build_state& state);

/// The command that compiles a module of the standard library in the working folder; `state` is as for plan().
[[nodiscard]] std::vector<planned> plan_std(const toolchain& with, const std::string& module, int standard,
                                            build_state& state);

/// The files of a module of the standard library, relative to the folder it was made in.
[[nodiscard]] std::vector<std::string> std_files(const toolchain& with, const std::string& module);

/// Tries a compiler in `scratch`: which it is, and whether it builds a program that runs.
/// @param library libc++, libstdc++, or empty for libc++ where Clang has it and else for what is usual
/// @throws compiler_error if it is not there or does none of it
[[nodiscard]] toolchain probe(const std::string& asked, const std::string& library,
                              const std::filesystem::path& scratch, const limits& most);

/// The compilers on PATH whose name is g++ or clang++, with or without a version: each file once, sorted by name.
[[nodiscard]] std::vector<std::string> compilers_on_path();

/// Makes ids unique, by a number behind those that recur.
void distinguish(std::vector<toolchain>& all);

}  // namespace evaluate
