#pragma once

#include <optional>
#include <string>
#include <vector>

namespace replay {

/// What was asked for on the command line, as it was typed.
struct options {
  std::vector<std::string> files;
  std::optional<std::string> capacity;
  std::optional<std::string> policy;
  std::string threads = "1";
  std::optional<std::string> plot;
  bool json = false;
  bool compare = false;
  bool optimal = false;
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
