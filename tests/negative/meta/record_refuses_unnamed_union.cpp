// must not compile, and must say: fields_are_objects
import patterns.meta;

struct number {
  bool whole;
  union {
    int i;
    float f;
  };
};

constexpr auto count = patterns::meta::field_names<number>;
