#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace evaluate {

/// A C++ text without what stands in comments and strings.
[[nodiscard]] std::string code_of(const std::string& text);

/// Which header declares which name, as the source of the module std tells: libc++ has a file for each header,
/// libstdc++ a comment above the names of each.
class std_headers {
 public:
  /// @param source that of the module std
  explicit std_headers(const std::filesystem::path& source);

  /// Whether it tells of none.
  [[nodiscard]] bool empty() const { return headers_of_.empty(); }

  /// Few headers, and light ones, that declare every name of the library in a text.
  [[nodiscard]] std::vector<std::string> needed_by(const std::string& text) const;

 private:
  [[nodiscard]] const std::set<std::string>* candidates(std::string name) const;
  void take(const std::string& text, const std::string& header);

  std::map<std::string, std::set<std::string>> headers_of_;
};

}  // namespace evaluate
