// must not compile, and must say: enable_protocol<
// clang must say: evaluated to false
import std;
import patterns.typing;

struct shirt {
  std::size_t size() const { return 42; }
};

template <>
inline constexpr bool patterns::typing::enable_protocol<shirt, patterns::typing::sized_protocol> = false;

static_assert(patterns::typing::sized<shirt>);
