#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::any_serializer;
using patterns::typing::bad_protocol_access;
using patterns::typing::encoding;
using patterns::typing::load_error;
using patterns::typing::serializer;

struct point {
  int x = 0;
  int y = 0;
  [[nodiscard]] bool operator==(const point&) const = default;
};

[[nodiscard]] int read_number(std::string_view format, std::string_view text, std::size_t& position) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data() + position, text.data() + text.size(), number);
  if (error != std::errc{}) {
    throw load_error(format, "a number", text, position);
  }
  position = static_cast<std::size_t>(end - text.data());
  return number;
}

struct comma_separated {
  char comma = ',';

  [[nodiscard]] std::string dumps(const point& value) const { return std::format("{}{}{}", value.x, comma, value.y); }

  [[nodiscard]] point loads(std::string_view text) const {
    std::size_t position = 0;
    const int x = read_number("comma_separated", text, position);
    if (position == text.size() || text[position] != comma) {
      throw load_error("comma_separated", std::format("'{}'", comma), text, position);
    }
    return {.x = x, .y = read_number("comma_separated", text, ++position)};
  }
};

// Dumps what merely converts to text, and reads what converts from a view of it.
struct tagged {
  [[nodiscard]] const char* dumps(const point&) const { return "point"; }
  [[nodiscard]] point loads(const std::string_view&) const { return {.x = 1, .y = 2}; }
};

struct packed {
  [[nodiscard]] std::vector<std::byte> dumps(const point& value) const {
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof(point)>>(value);
    return {bytes.begin(), bytes.end()};
  }
  [[nodiscard]] point loads(std::span<const std::byte> bytes) const {
    if (bytes.size() != sizeof(point)) {
      throw load_error("packed", std::format("{} bytes", sizeof(point)), bytes, bytes.size());
    }
    std::array<std::byte, sizeof(point)> whole{};
    std::ranges::copy(bytes, whole.begin());
    return std::bit_cast<point>(whole);
  }
};

struct only_dumps {
  [[nodiscard]] std::string dumps(const point&) const { return ""; }
};

struct loads_by_changing : only_dumps {
  [[nodiscard]] point loads(std::string_view) { return {}; }
};

static_assert(encoding<std::string> && encoding<std::vector<std::byte>> && !encoding<std::list<char>>);
static_assert(serializer<comma_separated, point> && serializer<tagged, point>);
static_assert(serializer<packed, point, std::vector<std::byte>> && !serializer<packed, point>);
static_assert(!serializer<comma_separated, std::string>);
static_assert(!serializer<only_dumps, point> && !serializer<loads_by_changing, point>);

static_assert(serializer<any_serializer<point>, point>, "static and dynamic use of one interface");
static_assert(std::convertible_to<comma_separated, any_serializer<point>>);
static_assert(!std::convertible_to<only_dumps, any_serializer<point>> &&
              !std::convertible_to<loads_by_changing, any_serializer<point>>);
static_assert(!std::convertible_to<packed, any_serializer<point>> &&
              std::convertible_to<packed, any_serializer<point, std::vector<std::byte>>>);
static_assert(any_serializer<point>::stores_inline<comma_separated>);
static_assert(std::is_nothrow_constructible_v<any_serializer<point>, comma_separated>);

[[nodiscard]] point through(const serializer<point> auto& format, const point& value) {
  return format.loads(format.dumps(value));
}

template <class Load>
[[nodiscard]] std::pair<std::string, std::size_t> failure_of(Load&& load) {
  try {
    (void)load();
  } catch (const load_error& error) {
    return {error.what(), error.position()};
  }
  return {"no exception", 0};
}

TEST(A18_serializer, serves_one_function_statically_and_erased) {
  const point home{.x = 3, .y = -4};
  EXPECT_EQ(through(comma_separated{}, home), home);
  EXPECT_EQ(through(any_serializer<point>(comma_separated{}), home), home);
}

TEST(A18_serializer, is_chosen_while_the_program_runs) {
  any_serializer<point> format = comma_separated{};
  EXPECT_EQ(format.dumps({.x = 1, .y = 2}), "1,2");
  format = comma_separated{.comma = ';'};
  EXPECT_EQ(format.dumps({.x = 1, .y = 2}), "1;2");
  format = tagged{};
  EXPECT_EQ(format.dumps({}), "point");
  EXPECT_EQ(format.loads("anything"), (point{.x = 1, .y = 2}));
}

TEST(A18_serializer, makes_bytes_as_well_as_text) {
  const any_serializer<point, std::vector<std::byte>> format = packed{};
  const point home{.x = 3, .y = -4};
  const auto bytes = format.dumps(home);
  EXPECT_EQ(bytes.size(), sizeof(point));
  EXPECT_EQ(format.loads(bytes), home);
}

TEST(A18_serializer, says_what_cannot_be_loaded_and_where) {
  const any_serializer<point> format = comma_separated{};
  EXPECT_EQ(failure_of([&] { return format.loads("12;7"); }),
            std::pair(std::string("comma_separated: expected ',' at position 2, found ';7'"), std::size_t{2}));
  EXPECT_EQ(failure_of([&] { return format.loads("12,"); }),
            std::pair(std::string("comma_separated: expected a number at position 3, found the end"), std::size_t{3}));
}

TEST(A18_serializer, says_what_cannot_be_loaded_of_bytes) {
  const any_serializer<point, std::vector<std::byte>> format = packed{};
  EXPECT_EQ(failure_of([&] { return format.loads({}); }).first,
            std::format("packed: expected {} bytes at position 0, found the end", sizeof(point)));
  const std::array bytes{std::byte{0x0a}, std::byte{0xff}};
  EXPECT_STREQ(load_error("packed", "more", bytes, 0).what(), "packed: expected more at position 0, found bytes 0a ff");
  const std::array<std::byte, 100> many{};
  EXPECT_STREQ(load_error("packed", "less", many, 97).what(),
               "packed: expected less at position 97, found bytes 00 00 00");
  EXPECT_STREQ(load_error("packed", "less", many, 0).what(),
               "packed: expected less at position 0, found bytes 00 00 00 00 00 00 00 00...");
}

TEST(A18_serializer, shows_a_long_text_short_on_one_line_and_in_whole_characters) {
  EXPECT_STREQ(load_error("json", "'{'", "one\ntwo\t\x01", 0).what(),
               "json: expected '{' at position 0, found 'one two  '");
  EXPECT_STREQ(load_error("json", "'{'", std::string(100, 'x'), 90).what(),
               "json: expected '{' at position 90, found 'xxxxxxxxxx'");
  EXPECT_STREQ(load_error("json", "'{'", std::string(23, 'x') + "\xc3\xa4y", 0).what(),
               "json: expected '{' at position 0, found 'xxxxxxxxxxxxxxxxxxxxxxx'...");
  EXPECT_STREQ(load_error("json", "'{'", "short", 1'000).what(), "json: expected '{' at position 1000, found the end");
  EXPECT_STREQ(load_error("json", "'{'", std::string(100, '\x80'), 0).what(),
               "json: expected '{' at position 0, found ''...");
}

TEST(A18_serializer, says_so_when_there_is_none) {
  const any_serializer<point> nothing;
  EXPECT_THROW((void)nothing.dumps({}), bad_protocol_access);
  try {
    (void)nothing.loads("");
    FAIL() << "no exception";
  } catch (const bad_protocol_access& error) {
    EXPECT_TRUE(std::string_view(error.what()).ends_with("::loads called on an empty value")) << error.what();
  }
}

TEST(A18_serializer, serves_many_threads_at_once) {
  const any_serializer<point> format = comma_separated{};
  std::latch begin(4);
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back([&, id] {
      begin.arrive_and_wait();
      for (int i = 0; i < 200; ++i) {
        right += format.loads(format.dumps({.x = id, .y = i})) == point{.x = id, .y = i} ? 1 : 0;
      }
    });
  }
  std::ranges::for_each(threads, &std::thread::join);
  EXPECT_EQ(right, 4 * 200);
}

}  // namespace
