import std;
import patterns.meta;

// One described enumeration of a thousand values.
enum class word {
  // repeat NN 1000
  word_NN,
  // end
};
// use
template <>
inline constexpr auto patterns::meta::describe_enum<word> = patterns::meta::enumerators<word>({
    // repeat NN 1000
    {"word_NN", word::word_NN},
    // end
});
std::string_view name_of(word value) {
  return patterns::meta::enum_name(value);
}
std::optional<word> named(std::string_view name) {
  return patterns::meta::enum_cast<word>(name);
}
// end
