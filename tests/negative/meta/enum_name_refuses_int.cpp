// must not compile, and must say: scoped_enum
import patterns.meta;

constexpr auto name = patterns::meta::enum_name(7);
