// must not compile, and must say: text_input
import std;
import patterns.typing;

void show(const patterns::typing::text_input auto&) {}

void refused() {
  show(std::vector<std::byte>());
}
