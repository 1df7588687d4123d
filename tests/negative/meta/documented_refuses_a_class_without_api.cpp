// must not compile, and must say: documented
import patterns.meta;

struct gate {
  void open() {}
};

template <patterns::meta::documented T>
struct manual {};

using refused = manual<gate>;
