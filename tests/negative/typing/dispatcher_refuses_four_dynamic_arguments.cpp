// must not compile, and must say: dispatchable
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};

patterns::typing::dispatcher<void(const shape&, const shape&, const shape&, const shape&)> meet;
