// clang must say: serializer<
// clang must say: no member named 'loads' in 'only_dumps'
// gcc must say: the required expression 'format.loads(encoded)' is invalid
import std;
import patterns.typing;

struct only_dumps {
  std::string dumps(int value) const { return std::to_string(value); }
};

static_assert(patterns::typing::serializer<only_dumps, int>);
