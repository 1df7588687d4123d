#pragma once

#include "confine.hpp"
#include "process.hpp"

namespace evaluate {

/// What a guardian tells of the command.
struct last_words {
  /// errno of what kept the command from beginning, or 0.
  int error = 0;
  /// As waitpid() gives it.
  int status = 0;
  long peak_kib = 0;
};

/// What a guardian is given, all of it made before fork().
struct errand {
  char* const* command;
  char* const* environment;
  const char* folder;
  const confinement* rules;
  const limits* most;
  /// Where the command's output goes.
  int output;
  /// Where a guardian writes its last_words.
  int words;
  /// A guardian ends the command once the other end of this is closed.
  int leash;
};

/// Becomes the parent of a command and, as subreaper, of all that it leaves behind; ends all of them when the command
/// has ended or the leash is let go, and then itself. Called in a child that may be that of a process with threads:
/// uses async-signal-safe calls alone.
[[noreturn]] void guard(const errand& given);

}  // namespace evaluate
