// must not compile, and must say: same_parameters_and_qualifiers
import patterns.typing;

struct animal {
  virtual ~animal() = default;
  virtual int speak() const { return 0; }
};

struct cat : animal {
  int speak() { return 1; }
};

template <class Pet>
  requires patterns::typing::overrides<Pet, &animal::speak, &Pet::speak>
void keep(const Pet&) {}

void use(const cat& tom) {
  keep(tom);
}
