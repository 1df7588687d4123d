// must not compile, and must say: no_misfit
// clang must say: misfit<circle &, const shape &>
// gcc must say: misfit<circle&, const shape&>
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};
struct circle : shape {};

void add(patterns::typing::dispatcher<void(const shape&)>& print) {
  print.add([](circle&) {}).release();
}
