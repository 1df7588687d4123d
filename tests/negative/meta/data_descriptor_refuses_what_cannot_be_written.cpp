// must not compile, and must say: data_descriptor
import patterns.meta;

struct owner {};
struct answer {
  int get(const owner&) const { return 42; }
};

template <patterns::meta::data_descriptor<owner, int> D>
struct slot {};

using refused = slot<answer>;
