// must not compile, and must say: input_parser
import std;
import patterns.typing;

int size_of(const std::string& text) {
  return patterns::typing::parse_input(text, [](std::string_view view) { return static_cast<int>(view.size()); });
}
