// must not compile, and must say: erased_value
import patterns.typing;

void log(const patterns::typing::erased_value auto&) {}

void refused() {
  log(7);
}
