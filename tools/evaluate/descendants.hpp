#pragma once

#include <cstddef>
#include <cstdint>
#include <sys/types.h>
#include <vector>

namespace evaluate {

/// The children of a process, of which some may be gone when this returns. None if /proc does not tell.
[[nodiscard]] std::vector<pid_t> children_of(pid_t process);

/// What all descendants of a process use together.
struct use_of_descendants {
  std::size_t processes = 0;
  /// Their resident sets; what two of them share counts twice.
  std::uint64_t memory = 0;
};
[[nodiscard]] use_of_descendants look_at_descendants(pid_t of);

}  // namespace evaluate
