// must not compile, and must say: describe_enum: an enumerator has an empty name
import patterns.meta;

enum class color { red, green };

template <>
inline constexpr auto patterns::meta::describe_enum<color> =
    patterns::meta::enumerators<color>({{"red", color::red}, {"", color::green}});

constexpr auto name = patterns::meta::enum_cast<color>("red");
