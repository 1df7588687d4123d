/// @file
/// D10 · text_template: a text with the names of fields in braces, read by the compiler.
export module patterns.typing:text_template;

import std;
import patterns.meta;

namespace patterns::typing::detail {

/// A name in braces: where it stands in the text, and whether `!r` asks for its repr.
struct template_name {
  std::size_t first = 0;
  std::size_t last = 0;
  bool as_repr = false;
};

/// A text taken apart: its names, and a format in which each of them is a number, as std::format wants it.
template <std::size_t Size>
struct template_parts {
  bool well_formed = true;
  std::size_t name_count = 0;
  std::size_t format_size = 0;
  template_name names[Size / 3 + 1]{};
  // A name of one letter may become a number of several digits.
  char format[Size * 3 + 1]{};

  constexpr void append(std::string_view text) {
    std::ranges::copy(text, format + format_size);
    format_size += text.size();
  }
};

constexpr bool is_name_character(char c, bool first) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80 ||
         (!first && c >= '0' && c <= '9');
}

template <std::size_t Size>
class template_reader {
 public:
  constexpr explicit template_reader(std::string_view text) : text_(text) {}

  constexpr template_parts<Size> read() {
    while (parts_.well_formed && at_ < text_.size()) {
      if (text_.substr(at_).starts_with("{{") || text_.substr(at_).starts_with("}}")) {
        copy(2);
      } else if (text_[at_] == '{') {
        read_name(true);
      } else if (text_[at_] == '}') {
        parts_.well_formed = false;
      } else {
        copy(1);
      }
    }
    return parts_;
  }

 private:
  constexpr void copy(std::size_t count) {
    parts_.append(text_.substr(at_, count));
    at_ += count;
  }

  [[nodiscard]] constexpr char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  /// `{name}`; and, if it is not inside of another, `{name!r}` and `{name:format}`, whose format may hold `{name}`.
  constexpr void read_name(bool outermost) {
    copy(1);
    auto& name = parts_.names[parts_.name_count];
    name.first = at_;
    while (at_ < text_.size() && is_name_character(text_[at_], at_ == name.first)) {
      ++at_;
    }
    name.last = at_;
    append_number(parts_.name_count++);
    if (outermost && text_.substr(at_).starts_with("!r")) {
      name.as_repr = true;
      at_ += 2;
    }
    if (outermost && peek() == ':') {
      copy(1);
      while (parts_.well_formed && at_ < text_.size() && peek() != '}') {
        peek() == '{' ? read_name(false) : copy(1);
      }
    }
    if (name.first == name.last || peek() != '}') {
      parts_.well_formed = false;
      return;
    }
    copy(1);
  }

  // std::to_chars is constexpr from C++23 on.
  constexpr void append_number(std::size_t number) {
    if (number >= 10) {
      append_number(number / 10);
    }
    parts_.append(std::string_view("0123456789").substr(number % 10, 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  template_parts<Size> parts_;
};

template <meta::fixed_string Text>
inline constexpr auto parts_of_template = template_reader<Text.size()>(Text.view()).read();

template <meta::fixed_string Text, std::size_t I>
inline constexpr auto template_name_at = [] {
  constexpr auto name = parts_of_template<Text>.names[I];
  return meta::fixed_string<name.last - name.first>(Text.view().substr(name.first, name.last - name.first));
}();

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A text in which each brace belongs to a pair around the name of a field, or is doubled to stand for itself. As in
/// Python, `{name:>8}` gives a format, `{name!r}` asks for the repr, and a format may hold names: `{name:{width}}`.
template <meta::fixed_string Text>
concept text_template = detail::parts_of_template<Text>.well_formed;

}  // namespace patterns::typing
