// must not compile, and must say: declares_bases
import patterns.typing;

struct lone {};

template <patterns::typing::declares_bases T>
struct family_of {};

using refused = family_of<lone>;
