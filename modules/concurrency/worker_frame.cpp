module patterns.concurrency;

import std;
import :worker_frame;

namespace patterns::concurrency::detail {

static_assert(std::has_unique_object_representations_v<frame_header>);

namespace {

constexpr std::uint64_t frame_magic = 0x0A'EB'0D'6B'72'6F'77'93;  // neither text nor zeros
constexpr std::uint32_t frame_version = 1;

/// FNV-1a over eight bytes at a time, with the upper half brought down: against accidents, not against malice.
[[nodiscard]] std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325;
  const auto add = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0x100000001B3;
    hash ^= hash >> 32U;
  };
  const std::byte* next = bytes.data();
  for (std::size_t words = bytes.size() / sizeof(std::uint64_t); words > 0; --words) {
    std::uint64_t word = 0;
    std::memcpy(&word, next, sizeof(word));
    add(word);
    next += sizeof(word);
  }
  for (const std::byte* const end = bytes.data() + bytes.size(); next != end; ++next) {
    add(static_cast<std::uint64_t>(*next));
  }
  return hash;
}

[[nodiscard]] std::uint64_t checksum_of_header(const frame_header& header) noexcept {
  const auto bytes = std::bit_cast<header_bytes>(header);
  return checksum(std::span(bytes).first(sizeof(frame_header) - sizeof(header.header_checksum)));
}

}  // namespace

frame_header make_header(frame_kind kind, std::uint64_t job, std::span<const std::byte> payload) noexcept {
  frame_header header{frame_magic, frame_version, kind, job, payload.size(), checksum(payload), 0};
  header.header_checksum = checksum_of_header(header);
  return header;
}

bool is_header(const frame_header& header) noexcept {
  return header.magic == frame_magic && header.version == frame_version &&
         header.header_checksum == checksum_of_header(header);
}

bool belongs_to(std::span<const std::byte> payload, const frame_header& header) noexcept {
  return header.payload_checksum == checksum(payload);
}

}  // namespace patterns::concurrency::detail
