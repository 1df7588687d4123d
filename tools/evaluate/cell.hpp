#pragma once

#include "result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace evaluate {

/// The modules of the standard library, made once for each compiler and language version and lent to the cases.
class std_modules {
 public:
  /// @param folder where to make them; it is there and empty
  std_modules(const toolchain& with, std::filesystem::path folder, limits most)
      : with_(with), folder_(std::move(folder)), most_(most) {}

  /// Makes `module` for a language version, std before std.compat, unless that was tried before.
  void make(const std::string& module, int standard);

  /// Puts links to the files of `module` into the folder of a case.
  /// @return what came of making it, which make() did
  [[nodiscard]] judgement lend(const std::string& module, int standard, const std::filesystem::path& to) const;

  /// The commands that made it, for a reproducer.
  [[nodiscard]] std::vector<record> records(const std::string& module, int standard) const;

 private:
  struct made {
    judgement judged;
    std::vector<record> records;
  };
  using key = std::pair<std::string, int>;

  [[nodiscard]] std::filesystem::path folder_of(int standard) const;

  const toolchain& with_;
  std::filesystem::path folder_;
  limits most_;
  std::map<key, made> all_;
};

/// Takes a case through its steps with one compiler, in `folder`, which becomes the case's own copy of its sources.
/// Thread-safe, for different folders.
[[nodiscard]] result run_cell(const toolchain& with, const std_modules& library, const test_case& of,
                              const std::filesystem::path& folder, const limits& most);

}  // namespace evaluate
