module;
#include <cstdlib>
#if __has_include(<fmt/format.h>)
#include <fmt/format.h>
#else
#error not supported here: there is no fmt/format.h
#endif
export module m;
export struct item {
  int value = 3;
};
template <>
struct fmt::formatter<item> {
  constexpr auto parse(format_parse_context& context) { return context.begin(); }
  auto format(const item& of, format_context& context) const { return fmt::format_to(context.out(), "<{}>", of.value); }
};
