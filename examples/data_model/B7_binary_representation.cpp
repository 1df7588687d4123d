import std;
import patterns;

// #region page
// A sensor sends packets of eleven bytes. In memory a packet is larger, and its numbers lie the other way round.
using namespace patterns::data_model;

enum class unit : std::uint8_t { celsius, percent };

struct packet {
  std::uint32_t sensor;
  unit measured;
  std::array<std::uint16_t, 3> readings;
};
static_assert(byte_size<packet> == 11 && sizeof(packet) == 12);

std::string hex_dump(std::span<const std::byte> bytes) {
  std::string text;
  for (const auto byte : bytes) {
    text += std::format("{}{:02x}", text.empty() ? "" : " ", std::to_integer<int>(byte));
  }
  return text;
}

int main() {
  const packet sent{.sensor = 258, .measured = unit::percent, .readings = {40, 41, 500}};

  const auto bytes = to_bytes(sent);
  std::cout << hex_dump(bytes) << '\n';                           // 00 00 01 02 01 00 28 00 29 01 f4
  std::cout << hex_dump(to_bytes(sent, endian::little)) << '\n';  // 02 01 00 00 01 28 00 29 00 f4 01

  const auto received = from_bytes<packet>(bytes);
  std::cout << repr(received) << '\n';  // packet(sensor=258, measured=unit::percent, readings=[40, 41, 500])

  try {
    std::cout << repr(from_bytes<packet>(std::span(bytes).first(9))) << '\n';
  } catch (const bytes_error& error) {
    std::cout << error.what() << '\n';  // from_bytes: packet takes 11 bytes, not 9
  }

  // What holds an address is refused where it would be sent.
  static_assert(!byte_serializable<std::string> && !byte_serializable<packet*>);
}
// #endregion
