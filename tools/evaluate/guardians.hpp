#pragma once

#include <sys/types.h>

namespace evaluate {

/// Forks a process that is to be a guardian, and remembers it. Thread-safe.
/// @return as fork() does
[[nodiscard]] pid_t fork_guardian();

/// Waits for the end of one, which must be near, and forgets it.
void await_guardian(pid_t which);

/// Ends the processes that a guardian has left which was killed itself: this program is their parent then.
void end_orphans();

}  // namespace evaluate
