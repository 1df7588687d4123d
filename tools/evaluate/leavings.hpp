#pragma once

#include <filesystem>
#include <string>

/// What a compiler has left in its folder may be anything: links that go round in circles or out of the folder, pipes
/// that nobody fills, folders that may not be entered. Nothing of it may stop this program, or lead it to write
/// elsewhere. No process of the compiler is alive any more when these are called.
namespace evaluate {

/// Whether there is anything that can be used as a file.
[[nodiscard]] bool is_left(const std::filesystem::path& file);

/// @return all bytes of a file; none of what is a link, or no file
[[nodiscard]] std::string content_left(const std::filesystem::path& file);

/// Removes it with all that is below, as far as that can be done.
void discard(const std::filesystem::path& what) noexcept;

/// Removes a file or what has its name from a folder, and from no other: where a link leads out of the folder, that
/// link.
void discard_in(const std::filesystem::path& folder, const std::filesystem::path& file) noexcept;

/// Writes a file, not through a link, but in the place of whatever has its name.
/// @throws report_error if it cannot be written
void write_anew(const std::filesystem::path& file, const std::string& text);

}  // namespace evaluate
