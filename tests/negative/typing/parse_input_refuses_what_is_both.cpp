// must not compile, and must say: not_both_bytes_and_text
import std;
import patterns.typing;

struct message {
  operator std::string_view() const { return ""; }
  operator std::span<const std::byte>() const { return {}; }
};

int sizes = patterns::typing::parse_input(message(), [](auto view) { return static_cast<int>(view.size()); });
