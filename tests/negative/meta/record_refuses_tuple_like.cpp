// must not compile, and must say: tuple_like
import std;
import patterns.meta;

constexpr auto count = patterns::meta::field_count<std::array<int, 3>>;
