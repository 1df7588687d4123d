// must not compile, and must say: range_of_values
import patterns.meta;

void list(const patterns::meta::range_of_values auto&) {}

void refused() {
  list(7);
}
