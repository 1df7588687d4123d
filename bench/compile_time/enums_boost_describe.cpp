#include <boost/describe.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <optional>
#include <string>
#include <string_view>

// repeat NN 20
enum class color_NN { red, orange, yellow, green, blue, indigo, violet, black };
// end
// use
// repeat NN 20
BOOST_DESCRIBE_ENUM(color_NN, red, orange, yellow, green, blue, indigo, violet, black)
std::string_view name_of(color_NN value) {
  return boost::describe::enum_to_string(value, "");
}
std::optional<color_NN> named_NN(std::string_view name) {
  color_NN value{};
  return boost::describe::enum_from_string(std::string(name).c_str(), value) ? std::optional(value) : std::nullopt;
}
// end
// end
