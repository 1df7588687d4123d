import std;
import patterns;

// #region page
using patterns::typing::any_serializer;
using patterns::typing::load_error;
using patterns::typing::serializer;

// A camera keeps its settings: as text in a file, or as a line for a log. No format derives from anything.
struct settings {
  int iso = 100;
  int seconds = 1;
  bool operator==(const settings&) const = default;
};

struct key_value {
  std::string dumps(const settings& value) const { return std::format("iso={} s={}", value.iso, value.seconds); }
  settings loads(std::string_view text) const { return {.iso = number(text, "iso="), .seconds = number(text, "s=")}; }

 private:
  static int number(std::string_view text, std::string_view key) {
    const auto at = text.find(key);
    int value = 0;
    if (at == text.npos ||
        std::from_chars(text.data() + at + key.size(), text.data() + text.size(), value).ec != std::errc{}) {
      throw load_error("key_value", key, text, at == text.npos ? text.size() : at + key.size());
    }
    return value;
  }
};

struct brief {
  char mark = '/';
  std::string dumps(const settings& value) const { return std::format("{}{}{}", value.iso, mark, value.seconds); }
  settings loads(std::string_view text) const {
    settings value;
    const auto half = std::min(text.find(mark), text.size());
    std::from_chars(text.data(), text.data() + half, value.iso);
    if (half == text.size()) {
      throw load_error("brief", std::format("'{}'", mark), text, half);
    }
    std::from_chars(text.data() + half + 1, text.data() + text.size(), value.seconds);
    return value;
  }
};

// Known when it compiles: the concept is the abstract base class.
bool survives(const settings& value, const serializer<settings> auto& format) {
  return format.loads(format.dumps(value)) == value;
}

// Known when it runs: the same formats, as one value type.
any_serializer<settings> format_for(std::string_view file) {
  if (file.ends_with(".txt")) {
    return key_value{};
  }
  return brief{.mark = ':'};
}

int main() {
  const settings night{.iso = 3200, .seconds = 30};
  std::cout << survives(night, key_value{}) << survives(night, brief{}) << '\n';  // 11

  for (const std::string_view file : {"camera.txt", "camera.log"}) {
    const auto format = format_for(file);
    std::cout << format.dumps(night) << ' ' << survives(night, format) << '\n';  // iso=3200 s=30 1; 3200:30 1
  }
  static_assert(any_serializer<settings>::stores_inline<brief>);  // no allocation

  try {
    (void)format_for("camera.txt").loads("iso=200 seconds");
  } catch (const load_error& error) {
    std::cout << error.what() << '\n';  // key_value: expected s= at position 15, found the end
  }
}
// #endregion
