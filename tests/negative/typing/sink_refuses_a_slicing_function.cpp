// must not compile, and must say: takes_without_slicing
import patterns.typing;

struct animal {
  virtual ~animal() = default;
};

void treat(animal patient);

patterns::typing::sink<animal> clinic(treat);
