// must not compile, and must say: anonymous union
import patterns.meta;

struct number {
  bool whole;
  union {
    int i;
    float f;
  };
};

constexpr auto count = patterns::meta::field_names<number>;
