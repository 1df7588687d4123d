#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::hex_color;
using patterns::data_model::parsable;
using patterns::data_model::parse;
using patterns::data_model::parse_error;
using patterns::data_model::parse_hex_color;
using patterns::data_model::rgb_color;
using patterns::data_model::try_parse;

class pixel {
 public:
  constexpr pixel(std::uint8_t red, std::uint8_t green, std::uint8_t blue) : packed_(red << 16 | green << 8 | blue) {}
  static constexpr pixel parse(std::string_view text) { return parse_hex_color<pixel>(text); }
  [[nodiscard]] constexpr int packed() const { return packed_; }

 private:
  int packed_;
};

struct needs_a_file {
  static needs_a_file parse(std::string_view) { throw std::runtime_error("no file"); }
};

struct parses_to_something_else {
  static int parse(std::string_view) { return 1; }
};

struct two_channels {
  std::uint8_t red;
  std::uint8_t green;
};

enum class size { small, large };

static_assert(parsable<pixel> && parsable<int> && parsable<std::uint8_t> && parsable<size>);
static_assert(!parsable<bool> && !parsable<char> && !parsable<double> && !parsable<std::string>);
static_assert(!parsable<parses_to_something_else> && !parsable<two_channels> && !parsable<const int> &&
              !parsable<int&>);
static_assert(hex_color<pixel> && hex_color<rgb_color> && !hex_color<two_channels> && !hex_color<int>);

static_assert(parse_hex_color("#1e90ff") == rgb_color{0x1E, 0x90, 0xFF});
static_assert(parse<pixel>("#1e90ff").packed() == 0x1E90FF);
static_assert(parse<size>("large") == size::large);

template <class Function>
std::pair<std::string, std::size_t> error_of(Function function) {
  try {
    function();
  } catch (const parse_error& error) {
    return {error.what(), error.position()};
  }
  return {"no exception", 0};
}

std::pair<std::string, std::size_t> color_error(std::string_view text) {
  return error_of([text] { (void)parse_hex_color(text); });
}

using at = std::pair<std::string, std::size_t>;

TEST(A11_parse_hex_color, reads_six_digits) {
  EXPECT_EQ(parse_hex_color("#1e90ff"), (rgb_color{30, 144, 255}));
  EXPECT_EQ(parse_hex_color("#000000"), (rgb_color{0, 0, 0}));
  EXPECT_EQ(parse_hex_color("#FfFfFf"), (rgb_color{255, 255, 255}));
}

TEST(A11_parse_hex_color, doubles_each_digit_of_the_short_form) {
  EXPECT_EQ(parse_hex_color("#19f"), parse_hex_color("#1199ff"));
  EXPECT_NE(parse_hex_color("#19f"), parse_hex_color("#1090f0"));
}

TEST(A11_parse_hex_color, does_without_the_hash) {
  EXPECT_EQ(parse_hex_color("1e90ff"), parse_hex_color("#1e90ff"));
  EXPECT_EQ(parse_hex_color("19f"), parse_hex_color("#19f"));
}

TEST(A11_parse_hex_color, names_a_bad_digit_and_where_it_is) {
  EXPECT_EQ(color_error("#1e90fg"), at("parse_hex_color: '#1e90fg' at 6: 'g' is no hexadecimal digit", 6));
  EXPECT_EQ(color_error("#-19"), at("parse_hex_color: '#-19' at 1: '-' is no hexadecimal digit", 1));
  EXPECT_EQ(color_error("##123"), at("parse_hex_color: '##123' at 1: '#' is no hexadecimal digit", 1));
  EXPECT_EQ(color_error(" 19f"), at("parse_hex_color: ' 19f' at 0: ' ' is no hexadecimal digit", 0));
  EXPECT_EQ(color_error("x9f"), at("parse_hex_color: 'x9f' at 0: 'x' is no hexadecimal digit", 0));
  EXPECT_EQ(color_error({"#1\0f", 4}), at("parse_hex_color: '#1\\x00f' at 2: '\\x00' is no hexadecimal digit", 2));
  EXPECT_EQ(color_error("#/:@[`{").second, 1U);
}

TEST(A11_parse_hex_color, takes_no_neighbour_of_a_digit_for_one) {
  for (const char neighbour : {'/', ':', '@', 'G', '`', 'g', '\xE4'}) {
    EXPECT_EQ(color_error(std::string("#00") + neighbour).second, 3U) << neighbour;
  }
}

TEST(A11_parse_hex_color, says_where_a_text_of_the_wrong_length_ends_or_goes_on) {
  EXPECT_EQ(color_error(""), at("parse_hex_color: '' at 0: 0 digits, where 3 or 6 are wanted", 0));
  EXPECT_EQ(color_error("#"), at("parse_hex_color: '#' at 1: 0 digits, where 3 or 6 are wanted", 1));
  EXPECT_EQ(color_error("#12"), at("parse_hex_color: '#12' at 3: 2 digits, where 3 or 6 are wanted", 3));
  EXPECT_EQ(color_error("#1234"), at("parse_hex_color: '#1234' at 5: 4 digits, where 3 or 6 are wanted", 5));
  EXPECT_EQ(color_error("#1234567"), at("parse_hex_color: '#1234567' at 7: 7 digits, where 3 or 6 are wanted", 7));
  EXPECT_EQ(color_error("12345678").second, 6U);
}

TEST(A11_parse_hex_color, names_the_bad_digit_before_the_wrong_length) {
  EXPECT_EQ(color_error("#12g4").second, 3U);
}

TEST(A11_parse, makes_a_type_of_your_own) {
  EXPECT_EQ(parse<pixel>("#f00").packed(), 0xFF0000);
  EXPECT_THROW((void)parse<pixel>("red"), parse_error);
}

TEST(A11_parse, reads_a_whole_number_to_its_end) {
  EXPECT_EQ(parse<int>("-12"), -12);
  EXPECT_EQ(parse<std::uint64_t>("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parse<std::int8_t>("-128"), -128);
}

TEST(A11_parse, says_where_a_text_stops_being_a_number) {
  EXPECT_EQ(error_of([] { (void)parse<int>("12px"); }), at("int: '12px' at 2: is no whole number", 2));
  EXPECT_EQ(error_of([] { (void)parse<int>(" 12"); }), at("int: ' 12' at 0: is no whole number", 0));
  EXPECT_EQ(error_of([] { (void)parse<int>("+1"); }), at("int: '+1' at 0: is no whole number", 0));
  EXPECT_EQ(error_of([] { (void)parse<unsigned>("-1"); }).second, 0U);
  EXPECT_EQ(error_of([] { (void)parse<int>("-"); }), at("int: '-' at 0: is no whole number", 0));
  EXPECT_EQ(error_of([] { (void)parse<int>(""); }), at("int: '' at 0: a whole number is missing", 0));
  EXPECT_EQ(error_of([] { (void)parse<std::uint8_t>("256"); }), at("unsigned char: '256' at 0: is not in 0..255", 0));
}

TEST(A11_parse, refuses_a_name_that_no_enumerator_has) {
  EXPECT_EQ(error_of([] { (void)parse<size>("Large"); }), at("size: 'Large' at 0: is none of its enumerators", 0));
}

TEST(A11_try_parse, is_empty_where_parse_throws) {
  EXPECT_EQ(try_parse<int>("7"), 7);
  EXPECT_EQ(try_parse<int>("seven"), std::nullopt);
  EXPECT_EQ(try_parse<size>("small"), size::small);
  EXPECT_FALSE(try_parse<pixel>("#12"));
}

TEST(A11_try_parse, passes_on_what_is_no_parse_error) {
  EXPECT_THROW((void)try_parse<needs_a_file>("a"), std::runtime_error);
}

}  // namespace
