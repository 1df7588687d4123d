// must not compile, and must say: aggregate_class
import patterns.meta;

struct guarded {
  explicit guarded(int value);
  int value;
};

constexpr auto count = patterns::meta::field_count<guarded>;
