module patterns.design;

import std;
import patterns.meta;

namespace patterns::design {

namespace {

std::string message_of(std::string_view product, std::string_view kind, std::span<const std::string> known) {
  constexpr std::size_t most_listed = 20;
  auto message = std::format("factory of {}: there is no {}; ", product, kind);
  if (known.empty()) {
    return message + "no kind is known";
  }
  for (std::size_t i = 0; i < std::min(known.size(), most_listed); ++i) {
    message += (i == 0 ? "known: " : ", ") + known[i];
  }
  if (known.size() > most_listed) {
    message += std::format(" and {} more", known.size() - most_listed);
  }
  return message;
}

}  // namespace

unknown_kind::unknown_kind(std::string_view product, std::string_view kind, std::vector<std::string> known)
    : registry_error(meta::registry_fault::unknown_key, message_of(product, kind, known)),
      details_(std::make_shared<const details>(std::string(kind), std::move(known))) {}

}  // namespace patterns::design
