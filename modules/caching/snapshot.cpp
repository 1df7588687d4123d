module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

constexpr std::array magic{std::byte{0x93}, std::byte{0x50}, std::byte{0x43}, std::byte{0x53}};
constexpr std::byte version{1};
constexpr std::size_t checksum_at = magic.size() + 1;
constexpr std::size_t header_size = checksum_at + sizeof(std::uint32_t);

constexpr auto crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    auto rest = byte;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1) ^ ((rest & 1U) != 0 ? 0xEDB8'8320U : 0U);
    }
    table[byte] = rest;
  }
  return table;
}();

std::uint32_t checksum_of(std::span<const std::byte> bytes) noexcept {
  auto rest = ~std::uint32_t{0};
  for (const auto byte : bytes) {
    rest = (rest >> 8) ^ crc_table[(rest ^ static_cast<std::uint32_t>(byte)) & 0xFFU];
  }
  return ~rest;
}

}  // namespace

std::vector<std::byte> sealed_snapshot(std::vector<std::byte> entries) {
  std::array<std::byte, header_size> header{};
  std::ranges::copy(magic, header.begin());
  header[magic.size()] = version;
  const auto checksum = checksum_of(entries);
  for (std::size_t i = 0; i < sizeof checksum; ++i) {
    header[checksum_at + i] = static_cast<std::byte>(checksum >> (8 * i));
  }
  entries.insert(entries.begin(), header.begin(), header.end());
  return entries;
}

std::span<const std::byte> opened_snapshot(std::span<const std::byte> bytes) {
  if (bytes.size() < header_size) {
    throw snapshot_error(std::format("{} bytes are fewer than the {} of its header", bytes.size(), header_size));
  }
  if (!std::ranges::equal(bytes.first(magic.size()), magic)) {
    throw snapshot_error("the bytes do not begin as one does");
  }
  if (bytes[magic.size()] != version) {
    throw snapshot_error(std::format("its version is {}, and this is version {}",
                                     std::to_integer<int>(bytes[magic.size()]), std::to_integer<int>(version)));
  }
  std::uint32_t promised = 0;
  for (std::size_t i = 0; i < sizeof promised; ++i) {
    promised |= std::to_integer<std::uint32_t>(bytes[checksum_at + i]) << (8 * i);
  }
  const auto entries = bytes.subspan(header_size);
  if (const auto found = checksum_of(entries); found != promised) {
    throw snapshot_error(std::format("its checksum is {:08x}, and that of its {} bytes of entries is {:08x}", promised,
                                     entries.size(), found));
  }
  return entries;
}

}  // namespace patterns::caching::detail
