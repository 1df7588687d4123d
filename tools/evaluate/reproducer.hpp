#pragma once

#include "cell.hpp"

#include <filesystem>

namespace evaluate {

/// Keeps what makes a compiler crash in a folder of its own, <root>/<compiler>-<case>: the sources, reproduce.sh with
/// the commands, and the source it died of preprocessed. Nothing else of this project is needed to run it.
/// @param folder the cell's own, with the files that led to the crash still there
/// @throws report_error if it cannot be written
void keep_reproducer(const std::filesystem::path& root, const toolchain& with, const std_modules& library,
                     const test_case& of, const result& crashed, const std::filesystem::path& folder,
                     const limits& most);

}  // namespace evaluate
