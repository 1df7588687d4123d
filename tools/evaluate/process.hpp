#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace evaluate {

/// What a command may use before it is ended.
struct limits {
  double seconds = 60;
  /// Address space of each of its processes, and what all of them hold together.
  std::uint64_t memory = std::uint64_t{4} << 30;
  /// How many there are at a time.
  std::size_t processes = 500;
  /// Length of each file that it writes.
  std::uint64_t file = std::uint64_t{512} << 20;
  /// Length of what it prints.
  std::uint64_t output = std::uint64_t{8} << 20;
};

/// How a command ended.
struct outcome {
  /// Why nothing was run, such as "No such file or directory"; empty if it was.
  std::string not_started;
  int exit = -1;
  /// The signal that ended it, or 0.
  int signal = 0;
  bool timed_out = false;
  bool flooded = false;
  /// Its processes were more, or held more memory together, than they may.
  bool swarmed = false;
  bool interrupted = false;
  /// Standard output and standard error as they came, up to the limit.
  std::string output;
  double seconds = 0;
  /// The largest resident set of one of its processes.
  long peak_kib = 0;

  [[nodiscard]] bool succeeded() const { return not_started.empty() && exit == 0 && !ended_early(); }
  /// Whether this program ended it, and not itself.
  [[nodiscard]] bool ended_early() const { return timed_out || flooded || swarmed || interrupted; }
};

/// Runs `command` in `folder`, with an environment of its own, and no input.
///
/// When this returns none of its descendants is alive, also those that left its process group or session. It can write
/// in `folder` and in /dev alone where the kernel has Landlock (writes_are_confined), elsewhere anywhere.
/// Thread-safe. A process library is not used: none sets resource limits between fork and exec, adopts what a command
/// leaves behind, and ends all of it.
/// @throws std::system_error if there is no room for another process or pipe
[[nodiscard]] outcome run(const std::vector<std::string>& command, const std::filesystem::path& folder,
                          const limits& most);

/// Whether the kernel keeps a command from writing outside of its folder.
[[nodiscard]] bool writes_are_confined();

/// Ends what is running, and lets nothing more begin, once SIGINT, SIGTERM or SIGHUP comes.
void stop_on_signals();

/// Whether such a signal has come.
[[nodiscard]] bool stopped();

}  // namespace evaluate
