#include <magic_enum/magic_enum.hpp>
#include <optional>
#include <string_view>

// repeat NN 20
enum class color_NN { red, orange, yellow, green, blue, indigo, violet, black };
// end
// use
// repeat NN 20
std::string_view name_of(color_NN value) {
  return magic_enum::enum_name(value);
}
std::optional<color_NN> named_NN(std::string_view name) {
  return magic_enum::enum_cast<color_NN>(name);
}
// end
// end
