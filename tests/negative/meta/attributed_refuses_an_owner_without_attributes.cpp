// must not compile, and must say: attributed
import patterns.meta;

struct plain {};

template <patterns::meta::attributed<int> T>
struct viewer {};

using refused = viewer<plain>;
