import std;
import patterns;

// #region page
using patterns::typing::null_text;
using patterns::typing::overloaded;
using patterns::typing::parse_input;
using patterns::typing::parser_input;

// A temperature arrives as text from people and as two bytes from a sensor. One name parses both.
double celsius(const parser_input auto& input) {
  return parse_input(input, overloaded{[](std::span<const std::byte> raw) {
                                         return raw.size() == 2 ? std::to_integer<int>(raw[0]) * 25.6 +
                                                                      std::to_integer<int>(raw[1]) / 10.0
                                                                : std::numeric_limits<double>::quiet_NaN();
                                       },
                                       [](std::string_view text) { return std::stod(std::string(text)); }});
}

int main() {
  std::cout << std::format("{:.1f}\n", celsius("21.5"));                                  // 21.5
  std::cout << std::format("{:.1f}\n", celsius(std::vector<std::uint8_t>{0, 215}));       // 21.5
  std::cout << std::format("{:.1f}\n", celsius(std::array{std::byte{1}, std::byte{4}}));  // 26.0

  static_assert(!parser_input<const unsigned char*>);  // bytes without a length, or text?
  static_assert(!parser_input<std::vector<char>>);     // bytes or text?
  static_assert(!parser_input<std::nullptr_t>);

  const char* missing = nullptr;
  try {
    celsius(missing);
  } catch (const null_text& error) {
    std::cout << error.what() << '\n';  // parser_input: the text is a null pointer
  }

  const overloaded show{[](int number) { return std::format("number {}", number); },
                        [](const std::string& text) { return std::format("text {}", text); }};
  for (const std::variant<int, std::string>& value : {std::variant<int, std::string>(7), {"seven"}}) {
    std::cout << std::visit(show, value) << '\n';  // number 7; text seven
  }
}
// #endregion
