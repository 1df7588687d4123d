#pragma once

#include <optional>
#include <string>

namespace replay {

/// What was asked for on the command line, as it was typed.
struct options {
  std::optional<std::string> file;
  std::optional<std::string> capacity;
  std::string policy = "lru";
  std::string threads = "1";
  bool json = false;
};

/// What a run of the program is to do: play, or print `text` and leave with `status`.
struct command {
  std::optional<options> play;
  std::string text;
  int status = 0;
};

[[nodiscard]] command parse_command_line(int argc, char** argv);

/// Whether something was sent to the standard input: a pipe or a file, but no terminal and no device.
[[nodiscard]] bool input_is_sent();

[[nodiscard]] bool errors_go_to_terminal();

}  // namespace replay
