// must not compile, and must say: as_many_parameters
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};

void add(patterns::typing::dispatcher<void(const shape&, const shape&)>& meet) {
  meet.add([](const shape&) {}).release();
}
