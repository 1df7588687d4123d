// must not compile, and must say: abstract
import patterns.typing;

struct leaf {};

template <patterns::typing::abstract T>
struct proxy_of {};

using refused = proxy_of<leaf>;
