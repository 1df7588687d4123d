import std;
import patterns;

// #region page
// A theme's colours stand in a file, as in a style sheet. A colour is made from three numbers; that it can be made from
// a text too should have a name of its own, and a wrong text should be easy to find.
using namespace patterns::data_model;

class color {
 public:
  constexpr color(std::uint8_t red, std::uint8_t green, std::uint8_t blue) : red_(red), green_(green), blue_(blue) {}

  // The alternate constructor. As it is called parse, the class is parsable.
  static constexpr color parse(std::string_view text) { return parse_hex_color<color>(text); }

  [[nodiscard]] std::string css() const { return std::format("rgb({} {} {})", red_, green_, blue_); }

 private:
  std::uint8_t red_;
  std::uint8_t green_;
  std::uint8_t blue_;
};

// Reads any setting, whatever it is.
template <parsable T>
T setting(const std::map<std::string, std::string>& theme, const std::string& name) {
  return parse<T>(theme.at(name));
}

int main() {
  const std::map<std::string, std::string> theme{
      {"link", "#1e90ff"}, {"text", "#333"}, {"shadow", "#00000g"}, {"border", "#12345"}, {"font-size", "12"}};

  std::cout << setting<color>(theme, "link").css() << '\n';  // rgb(30 144 255)
  std::cout << setting<color>(theme, "text").css() << '\n';  // rgb(51 51 51)
  std::cout << setting<int>(theme, "font-size") << '\n';     // 12

  for (const std::string name : {"shadow", "border"}) {
    try {
      std::cout << setting<color>(theme, name).css() << '\n';
    } catch (const parse_error& error) {
      std::cout << error.what() << '\n';  // parse_hex_color: '#00000g' at 6: 'g' is no hexadecimal digit
    }  // parse_hex_color: '#12345' at 6: 5 digits, where 3 or 6 are wanted
  }

  // A colour in the source is read by the compiler, and a wrong one is its error.
  constexpr color dodger_blue = color::parse("#1e90ff");
  std::cout << dodger_blue.css() << '\n';  // rgb(30 144 255)
}
// #endregion
