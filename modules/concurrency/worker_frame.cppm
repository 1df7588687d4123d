/// @file
/// C19 · worker_frame: how jobs and results cross between a process_pool and its workers.
module patterns.concurrency:worker_frame;

import std;

namespace patterns::concurrency::detail {

/// What follows a header.
enum class frame_kind : std::uint32_t {
  /// From a worker that can take jobs; nothing follows.
  ready = 1,
  /// From a program that has no such function; nothing follows.
  unknown_function,
  /// To a worker: the arguments, pickled.
  job,
  /// The result, pickled.
  result,
  /// What the function threw, as a pickled remote_failure.
  failure,
  /// The size of a result that is larger than allowed, pickled.
  too_large,
};

/// Both ends are on one machine, so that it crosses as it is in memory.
struct frame_header {
  std::uint64_t magic;
  std::uint32_t version;
  frame_kind kind;
  /// The number of the job: an answer to another one is none.
  std::uint64_t job;
  std::uint64_t size;
  std::uint64_t payload_checksum;
  std::uint64_t header_checksum;
};

using header_bytes = std::array<std::byte, sizeof(frame_header)>;

struct remote_failure {
  std::string type;
  std::string text;
};

/// A failure may be that large even if a result may not; a text that is longer is cut.
inline constexpr std::size_t largest_failure = 65'536;

/// Where a worker finds its end of the channel.
inline constexpr int worker_channel = 3;

/// Tells a program that it is a worker: the process of the pool, the largest result in bytes, which of the functions of
/// that name, and the name, with a blank between them.
inline constexpr const char* worker_variable = "PATTERNS_PROCESS_POOL_WORKER";

[[nodiscard]] frame_header make_header(frame_kind kind, std::uint64_t job, std::span<const std::byte> payload) noexcept;

/// Whether the bytes can be a header that make_header made.
[[nodiscard]] bool is_header(const frame_header& header) noexcept;

[[nodiscard]] bool belongs_to(std::span<const std::byte> payload, const frame_header& header) noexcept;

}  // namespace patterns::concurrency::detail
