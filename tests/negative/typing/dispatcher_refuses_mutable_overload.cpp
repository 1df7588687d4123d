// must not compile, and must say: callable_as_const
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};

void add(patterns::typing::dispatcher<void(const shape&)>& count) {
  count.add([calls = 0](const shape&) mutable { ++calls; }).release();
}
