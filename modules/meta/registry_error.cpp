module patterns.meta;

import std;

namespace patterns::meta::detail {

std::string quoted_key(std::string_view text) {
  constexpr std::size_t longest = 80;
  std::string quoted = "\"";
  for (const char c : text.substr(0, longest)) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) {
      quoted += std::format("\\x{:02x}", code);
    } else {
      quoted += c;
    }
  }
  quoted += text.size() > longest ? "...\"" : "\"";
  return quoted;
}

void throw_registry_error(registry_fault fault, std::string_view base, std::string_view problem,
                          std::span<const std::string> listed, std::size_t known) {
  auto message = std::format("registry of {}: {}; ", base, problem);
  if (listed.empty()) {
    message += "nothing is registered";
  }
  for (std::size_t i = 0; i < listed.size(); ++i) {
    message += (i == 0 ? "known: " : ", ") + listed[i];
  }
  if (known > listed.size()) {
    message += std::format(" and {} more", known - listed.size());
  }
  throw registry_error(fault, message);
}

}  // namespace patterns::meta::detail
