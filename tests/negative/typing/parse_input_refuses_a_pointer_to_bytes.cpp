// must not compile, and must say: bytes_or_text
import patterns.typing;

int size_of(const unsigned char* data) {
  return patterns::typing::parse_input(data, [](auto view) { return static_cast<int>(view.size()); });
}
