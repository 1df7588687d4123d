// must not compile, and must say: describe_enum: a name is given twice
import patterns.meta;

enum class color { red, green };

template <>
inline constexpr auto patterns::meta::describe_enum<color> =
    patterns::meta::enumerators<color>({{"red", color::red}, {"red", color::green}});

constexpr auto name = patterns::meta::enum_name(color::red);
