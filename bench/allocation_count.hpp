/// @file
/// How often this thread has asked the heap for memory: linked into every benchmark program, the same for all peers.
#pragma once

#include <cstddef>

namespace patterns_bench {

/// Calls of operator new by this thread since it began.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace patterns_bench
