// must not compile, and must say: scoped_enum
import patterns.meta;

enum color { red, green };

constexpr auto found = patterns::meta::enum_cast<color>("red");
