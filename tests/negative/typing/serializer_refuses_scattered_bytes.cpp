// must not compile, and must say: encoding
import std;
import patterns.typing;

void send(const patterns::typing::encoding auto&) {}

void refused() {
  send(std::list<std::byte>());
}
