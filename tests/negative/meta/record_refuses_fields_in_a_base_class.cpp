// must not compile, and must say: without_fields_in_a_base_class
import patterns.meta;

struct base {
  int x;
};
struct derived : base {
  int y;
};

constexpr auto count = patterns::meta::field_count<derived>;
