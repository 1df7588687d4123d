import std;
import patterns.meta;

// Described enumerations of eight values: the name of one that is known at run time, and back.
// repeat NN 20
enum class color_NN { red, orange, yellow, green, blue, indigo, violet, black };
// end
// use
// repeat NN 20
template <>
inline constexpr auto patterns::meta::describe_enum<color_NN> =
    patterns::meta::enumerators<color_NN>({{"red", color_NN::red},
                                           {"orange", color_NN::orange},
                                           {"yellow", color_NN::yellow},
                                           {"green", color_NN::green},
                                           {"blue", color_NN::blue},
                                           {"indigo", color_NN::indigo},
                                           {"violet", color_NN::violet},
                                           {"black", color_NN::black}});
std::string_view name_of(color_NN value) {
  return patterns::meta::enum_name(value);
}
std::optional<color_NN> named_NN(std::string_view name) {
  return patterns::meta::enum_cast<color_NN>(name);
}
// end
// end
