// must not compile, and must say: no_misfit
// clang must say: misfit<const label &, const shape &>
// gcc must say: misfit<const label&, const shape&>
import patterns.typing;

struct shape {
  virtual ~shape() = default;
};
struct label {
  virtual ~label() = default;
};

void add(patterns::typing::dispatcher<void(const shape&)>& print) {
  print.add([](const label&) {}).release();
}
