// must not compile, and must say: concrete
import patterns.typing;

struct shape {
  virtual ~shape() = default;
  virtual double area() const = 0;
};

template <patterns::typing::concrete T>
T make() {
  return T{};
}

auto made() {
  return make<shape>();
}
