// must not compile, and must say: implements
import patterns.typing;

struct drawing {
  using signature = void() const;
  void operator()(const auto& value) const { value.draw(); }
};

struct stone {};

template <class T>
  requires patterns::typing::implements<drawing, T>
void draw(const T&) {}

void refused() {
  draw(stone{});
}
