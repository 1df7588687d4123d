// must not compile, and must say: fields_are_objects
import patterns.meta;

struct view {
  int size;
  const int& target;
};

constexpr auto count = patterns::meta::field_count<view>;
