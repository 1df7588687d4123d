import std;
import patterns.typing;

// Values of any type that can be drawn and resized: an interface of two operations, and one value of it.
// repeat NN 20
struct shape_NN {
  int width = NN;
  [[nodiscard]] std::string draw() const { return std::string(static_cast<std::size_t>(width), '-'); }
  void resize(int to) { width = to; }
};
// end
// use
// repeat NN 20
struct drawing_NN {
  using signature = std::string() const;
  std::string operator()(const auto& value) const { return value.draw(); }
};
struct resizing_NN {
  using signature = void(int);
  void operator()(auto& value, int to) const { value.resize(to); }
};
struct drawable_NN {
  using operations = patterns::typing::type_list<drawing_NN, resizing_NN>;
};
std::string drawn(shape_NN shape) {
  patterns::typing::erased<drawable_NN> any = shape;
  any.call<resizing_NN>(7);
  const auto copy = any;
  return copy.call<drawing_NN>();
}
// end
// end
