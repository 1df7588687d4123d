import std;
import patterns.meta;

// repeat NN 20
enum class color_NN { red, orange, yellow, green, blue, indigo, violet, black };
// end
// use
// repeat NN 20
std::string_view name_of(color_NN value) {
  return patterns::meta::enum_name(value);
}
std::optional<color_NN> named_NN(std::string_view name) {
  return patterns::meta::enum_cast<color_NN>(name);
}
// end
// end
