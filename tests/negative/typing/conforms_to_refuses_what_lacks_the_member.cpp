// must not compile, and must say: conforms_to
import patterns.typing;

struct lamp {};

template <patterns::typing::conforms_to<patterns::typing::sized_protocol> T>
void measure(const T&) {}

void refused() {
  measure(lamp{});
}
