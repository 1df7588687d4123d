#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::byte_input;
using patterns::typing::input_parser;
using patterns::typing::input_view;
using patterns::typing::null_text;
using patterns::typing::overload_case;
using patterns::typing::overloaded;
using patterns::typing::parse_input;
using patterns::typing::parser_input;
using patterns::typing::text_input;

using bytes = std::span<const std::byte>;

struct both {
  operator std::string_view() const { return "text"; }
  operator bytes() const { return {}; }
};

struct name_tag {
  std::string name;
  operator std::string_view() const { return name; }
};

static_assert(byte_input<bytes> && byte_input<std::vector<std::byte>> && byte_input<std::array<std::byte, 4>>);
static_assert(byte_input<std::byte[4]> && byte_input<std::span<std::byte, 4>> && byte_input<const bytes&>);
static_assert(byte_input<std::vector<std::uint8_t>> && byte_input<unsigned char[4]>);
static_assert(text_input<std::string> && text_input<std::string_view> && text_input<const char*> && text_input<char*>);
static_assert(text_input<char[6]> && text_input<const char (&)[6]> && text_input<name_tag>);
static_assert(!byte_input<std::string> && !text_input<bytes>);

static_assert(!parser_input<both>, "no doubt allowed");
static_assert(!parser_input<const unsigned char*> && !parser_input<const std::byte*> && !parser_input<std::nullptr_t>);
static_assert(!parser_input<std::vector<char>> && !parser_input<std::array<char, 4>> && !parser_input<int>);
static_assert(!parser_input<std::list<std::byte>> && !parser_input<std::u8string> && !parser_input<void*>);

constexpr overloaded which{[](bytes) { return 'b'; }, [](std::string_view) { return 't'; }};
static_assert(input_parser<decltype(which)>);
static_assert(!input_parser<decltype([](std::string_view) { return 't'; })>, "bytes are not looked after");
static_assert(!input_parser<decltype(overloaded{[](bytes) { return 1; }, [](std::string_view) { return 't'; }})>);
static_assert(parse_input("text", which) == 't', "usable in constant expressions");

struct last final {
  void operator()() const {}
};
static_assert(!overload_case<last> && !overload_case<int>);

int twice(int value) {
  return value * 2;
}

template <class F, class Arg>
concept callable_with = requires(const F& function, const Arg& arg) { function(arg); };

TEST(B14_overloaded, the_best_match_is_called) {
  const overloaded describe{[](int) { return "int"; }, [](double) { return "double"; }, [](auto&&) { return "other"; }};
  EXPECT_STREQ(describe(1), "int");
  EXPECT_STREQ(describe(1.5), "double");
  EXPECT_STREQ(describe("one"), "other");
}

TEST(B14_overloaded, a_call_with_two_equally_good_matches_does_not_compile) {
  const overloaded lengths{[](long) { return 1; }, [](double) { return 2; }};
  static_assert(!callable_with<decltype(lengths), int>);
  static_assert(callable_with<decltype(lengths), long>);
  EXPECT_EQ(lengths(1L), 1);
}

TEST(B14_overloaded, visits_a_variant) {
  std::variant<int, std::string> value = "text";
  const auto size = [&] {
    return std::visit(overloaded{[](int number) { return static_cast<std::size_t>(number); },
                                 [](const std::string& text) { return text.size(); }},
                      value);
  };
  EXPECT_EQ(size(), 4U);
  value = 7;
  EXPECT_EQ(size(), 7U);
}

TEST(B14_overloaded, takes_functions_and_functions_with_a_state_of_their_own) {
  overloaded mixed{&twice, [calls = 0](std::string_view) mutable { return ++calls; }};
  EXPECT_EQ(mixed(21), 42);
  EXPECT_EQ(mixed("a"), 1);
  EXPECT_EQ(mixed("b"), 2);
}

TEST(B14_overloaded, moves_in_what_cannot_be_copied) {
  const overloaded owner{[held = std::make_unique<int>(7)](int) { return *held; }};
  EXPECT_EQ(owner(0), 7);
}

TEST(B14_parser_input, bytes_and_text_take_their_own_way) {
  EXPECT_EQ(parse_input(std::vector<std::byte>(3), which), 'b');
  EXPECT_EQ(parse_input(std::vector<std::uint8_t>(3), which), 'b');
  EXPECT_EQ(parse_input(std::string("abc"), which), 't');
  EXPECT_EQ(parse_input(name_tag{"Ada"}, which), 't');
}

TEST(B14_parser_input, the_parser_sees_the_input_in_place) {
  const std::vector<std::uint8_t> raw{1, 2, 3};
  const bytes seen = input_view(raw);
  EXPECT_EQ(static_cast<const void*>(seen.data()), raw.data());
  EXPECT_EQ(seen.size(), 3U);
  const std::string text("a\0b", 3);
  EXPECT_EQ(input_view(text).data(), text.data());
  EXPECT_EQ(input_view(text).size(), 3U) << "a zero in it is not its end";
}

TEST(B14_parser_input, empty_input_is_input) {
  EXPECT_TRUE(input_view(std::vector<std::byte>()).empty());
  EXPECT_TRUE(input_view("").empty());
  EXPECT_EQ(parse_input(std::string(), which), 't');
}

TEST(B14_parser_input, an_array_of_char_is_read_to_its_first_zero_and_never_beyond_its_end) {
  const char open[3] = {'a', 'b', 'c'};
  EXPECT_EQ(input_view(open), "abc");
  EXPECT_EQ(input_view("ab\0c"), "ab");
}

TEST(B14_parser_input, a_null_pointer_is_an_error_and_no_crash) {
  const char* nothing = nullptr;
  try {
    (void)parse_input(nothing, which);
    FAIL() << "no exception";
  } catch (const null_text& error) {
    EXPECT_STREQ(error.what(), "parser_input: the text is a null pointer");
  }
}

}  // namespace
