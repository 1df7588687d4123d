#pragma once

#include "cost_project.hpp"
#include "toolchain.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace evaluate {

/// Which of Clang's two kinds of BMI: with the bodies of functions that are not inline, or without. GCC has one kind,
/// which counts as full.
enum class bmi_kind { full, reduced };

[[nodiscard]] const char* name_of(bmi_kind which);

/// The commands of one compiler for generated sources, which are run in the folder of the sources. What is made of one
/// kind is in a folder named as the kind is, but GCC's BMIs are in gcm.cache.
class cost_commands {
 public:
  using words = std::vector<std::string>;

  /// @param scanner clang-scan-deps; empty if it is not there, and for GCC
  cost_commands(const toolchain& with, std::string scanner);

  /// Full, and reduced where the compiler has it.
  [[nodiscard]] std::vector<bmi_kind> kinds() const;
  /// The options that all commands share.
  [[nodiscard]] const words& base() const { return base_; }

  /// Finds out what a source imports and provides; empty if there is no scanner.
  [[nodiscard]] words scan(const cost_unit& of) const;
  /// Makes the full BMI alone; Clang's is trial.pcm.
  [[nodiscard]] words bmi(const cost_unit& of) const;
  /// Makes trial.o from trial.pcm; empty for GCC, which cannot.
  [[nodiscard]] words object_of_bmi() const;
  /// Makes an object and, of a module, the BMI, in one command.
  [[nodiscard]] words compile(const cost_unit& of, bmi_kind kind) const;
  [[nodiscard]] words link(const cost_project& all, bmi_kind kind) const;

  /// Relative to the folder of the sources.
  [[nodiscard]] std::string object_file(const cost_unit& of, bmi_kind kind) const;
  [[nodiscard]] std::string bmi_file(const std::string& module, bmi_kind kind) const;

 private:
  [[nodiscard]] words with(const words& more) const;

  const toolchain& with_;
  std::string scanner_;
  words base_;
};

/// What `with` scans with, as it tells itself; empty if there is none.
[[nodiscard]] std::string find_scanner(const toolchain& with, const std::filesystem::path& scratch, const limits& most);

}  // namespace evaluate
