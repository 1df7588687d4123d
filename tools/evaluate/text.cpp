#include "text.hpp"

#include "error.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace evaluate {

namespace {

/// The length of the UTF-8 character that begins at `at`, or 0 if none does. U+FFFE and U+FFFF are none: XML forbids
/// them.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  // 7, 5, 4 or 3 bits are in the first byte.
  std::uint32_t number = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) {
      return 0;
    }
    number = number << 6 | (byte(at + i) & 0x3F);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool overlong = number < least[length];
  const bool half_of_pair = number >= 0xD800 && number < 0xE000;
  return overlong || half_of_pair || number == 0xFFFE || number == 0xFFFF || number > 0x10FFFF ? 0 : length;
}

/// Whether the character has what follows shown in another order: U+202A to U+202E and U+2066 to U+2069.
bool turns_text(const std::string& text, std::size_t at, std::size_t length) {
  if (length != 3 || text[at] != '\xE2') {
    return false;
  }
  const unsigned last = static_cast<unsigned char>(text[at + 2]);
  return (text[at + 1] == '\x80' && last >= 0xAA && last <= 0xAE) ||
         (text[at + 1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

/// Where a file is to be written.
struct place {
  /// A link is followed, so that it stays.
  std::string file;
  /// False of what is no file, such as /dev/stdout: to put one in its place would take it from everybody.
  bool replaced = true;
};

place place_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  const fs::file_status there = fs::status(path, unknown);
  if (fs::is_directory(there)) {
    throw report_error(path, "cannot be written: it is a folder");
  }
  if (!fs::exists(there)) {
    return {path, true};
  }
  if (!fs::is_regular_file(there)) {
    return {path, false};
  }
  const fs::path file = fs::canonical(path, unknown);
  return {unknown ? path : file.string(), true};
}

}  // namespace

std::string quoted(const std::string& word) {
  const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
    return word;
  }
  std::string made = "'";
  for (const char each : word) {
    made += each == '\'' ? std::string("'\\''") : std::string(1, each);
  }
  return made + "'";
}

std::string shell_line(const std::vector<std::string>& command) {
  std::string made;
  for (const auto& word : command) {
    made += (made.empty() ? "" : " ") + quoted(word);
  }
  return made;
}

std::string xml_escaped(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const char each = text[i];
    if (length == 0) {
      made += '?';
    } else if (length > 1) {
      made.append(text, i, length);
    } else if (each == '&') {
      made += "&amp;";
    } else if (each == '<') {
      made += "&lt;";
    } else if (each == '>') {
      made += "&gt;";
    } else if (each == '"') {
      made += "&quot;";
    } else if ((each >= 0 && each < ' ' && each != '\n' && each != '\t') || each == 0x7F) {
      made += '?';
    } else {
      made += each;
    }
    i += length == 0 ? 1 : length;
  }
  return made;
}

std::string printable(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const char each = text[i];
    // The second block of control characters, which some terminals obey, too, is in two bytes C2 80 to C2 9F.
    const bool controls = (length == 1 && ((each < ' ' && each != '\n' && each != '\t') || each == 0x7F)) ||
                          (length == 2 && each == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    made += length == 0 || controls || turns_text(text, i, length) ? "?" : text.substr(i, length);
    i += length == 0 ? 1 : length;
  }
  return made;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream made;
  std::error_code unknown;
  // A folder opens, and to libc++ it is an empty file. Of one of these nothing can be put there, which is an error of
  // the other stream.
  if (!file || std::filesystem::is_directory(path, unknown) ||
      !(file.peek() == std::ifstream::traits_type::eof() || made << file.rdbuf()) || file.bad()) {
    throw report_error(path, "cannot be read");
  }
  return made.str();
}

void write_file(const std::string& path, const std::string& text) {
  const auto place = place_of(path);
  const std::string begun = place.replaced ? place.file + ".unfinished" : place.file;
  std::ofstream file(begun, std::ios::binary);
  file << text << std::flush;
  file.close();
  if (!file || (place.replaced && std::rename(begun.c_str(), place.file.c_str()) != 0)) {
    if (place.replaced) {
      std::remove(begun.c_str());
    }
    throw report_error(path, "cannot be written");
  }
}

void expect_writable(const std::string& path) {
  const auto place = place_of(path);
  if (place.replaced) {
    const std::string probe = place.file + ".unfinished";
    if (!std::ofstream(probe)) {
      throw report_error(path, "cannot be written");
    }
    std::remove(probe.c_str());
  }
}

}  // namespace evaluate
