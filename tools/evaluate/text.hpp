#pragma once

#include <string>
#include <vector>

namespace evaluate {

/// As a POSIX shell reads it.
[[nodiscard]] std::string quoted(const std::string& word);
[[nodiscard]] std::string shell_line(const std::vector<std::string>& command);

/// For the content of an XML element or a quoted attribute. What XML cannot hold, also what is no UTF-8, becomes `?`.
[[nodiscard]] std::string xml_escaped(const std::string& text);

/// Without control characters but tabs and line ends, without those that turn the order of text, and without what is no
/// UTF-8, so that a compiler cannot write to the terminal what it likes.
[[nodiscard]] std::string printable(const std::string& text);

/// @return all bytes of a file
/// @throws report_error if it cannot be read
[[nodiscard]] std::string read_file(const std::string& path);

/// Writes a whole file or leaves the one that was there. What is no file, such as /dev/stdout, is written to.
/// @throws report_error if it cannot be written
void write_file(const std::string& path, const std::string& text);

/// So that who cannot write a report is told before hours of work.
/// @throws report_error if write_file() could not begin
void expect_writable(const std::string& path);

}  // namespace evaluate
