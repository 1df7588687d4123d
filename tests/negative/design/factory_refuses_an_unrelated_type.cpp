// must not compile, and must say: registrable
import patterns.design;

struct shape {
  virtual ~shape() = default;
};
struct unrelated {};

void add(patterns::design::factory<shape>& shapes) {
  shapes.add<unrelated>("unrelated");
}
