// must not compile, and must say: parameters_known
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};

void add(patterns::typing::dispatcher<void(const shape&)>& print) {
  print.add([](const auto&) {}).release();
}
