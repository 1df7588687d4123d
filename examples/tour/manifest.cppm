/// @file
/// The pages that the build knows of, and how a reader names one.
export module tour:manifest;

import std;

export namespace tour {

/// Thrown when the manifest, or a file that it names, cannot be read.
class manifest_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One example program: examples/<theme>/<row>_<name>.cpp.
struct page {
  std::string row;
  std::string name;
  std::string theme;
  std::string title;  ///< the situation that the page starts from: the first sentence of its first comment
  std::filesystem::path source;
  std::filesystem::path program;
  std::filesystem::path golden;  ///< what the page must print
};

/// The whole of a file.
/// @throws manifest_error if it cannot be read
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

/// What to type in the current folder to start this program.
[[nodiscard]] std::string this_program_from_here();

/// Where the build writes the manifest: pages/manifest.tsv beside the program `tour`.
[[nodiscard]] std::filesystem::path default_manifest();

/// Reads a manifest: one page a line, its source, a tab, its program.
/// @throws manifest_error naming the file, and the line if it is one
[[nodiscard]] std::vector<page> read_manifest(const std::filesystem::path& file);

/// Whether a reader who says `wanted` means this page: its row, its name, or both as in the file's name; in any case.
[[nodiscard]] bool is_called(const page& candidate, std::string_view wanted);

/// Up to three pages whose row or name is nearly `wanted`, the nearest first.
[[nodiscard]] std::vector<const page*> close_matches(const std::vector<page>& pages, std::string_view wanted);

}  // namespace tour
