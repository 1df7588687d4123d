// must not compile, and must say: fields_are_objects
import patterns.meta;

struct packed {
  int low : 4;
  int high : 4;
};

constexpr auto count = patterns::meta::field_count<packed>;
