// must not compile, and must say: byte_input
import std;
import patterns.typing;

void hash(const patterns::typing::byte_input auto&) {}

void refused() {
  hash(std::string("text"));
}
