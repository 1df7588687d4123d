#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.typing;

namespace {

using patterns::meta::fixed_string;
using patterns::meta::record;
using patterns::meta::repr;
using patterns::typing::add_repr;
using patterns::typing::equality_mixin;
using patterns::typing::field_list;
using patterns::typing::has_field_called;
using patterns::typing::shown_in_template;
using patterns::typing::text_template;

struct point : add_repr<"Point({x}, {y})"> {
  int x = 0;
  int y = 0;
  bool operator==(const point&) const = default;
};

// Not local to its test: GCC warns of an alias in a local class that only a base's template uses.
struct marked : point {
  int mark = 0;
  using fields = field_list<&marked::x, &marked::y>;
};

struct opaque {
  explicit opaque(int v) : value(v) {}
  int value;
};

struct sealed : add_repr<"sealed {id}"> {
  int id = 0;
  opaque secret{7};
};

struct pair_of_ints {
  int first;
  int second;
};

struct account : add_repr<"{name} <{mail!r}> owns {amount:+.2f} at {branch}{{{id:0>{width}}}}"> {
  std::string name;
  std::string mail;
  double amount = 0;
  pair_of_ints branch{};
  int id = 0;
  int width = 1;
};

class temperature : public add_repr<"{degrees} degrees, {degrees}!">, public equality_mixin<temperature> {
 public:
  explicit temperature(double value) : degrees(value) {}

  double degrees;
  using fields = field_list<&temperature::degrees>;
};

class wallet : public add_repr<"wallet of {owner_}"> {
 public:
  explicit wallet(std::string owner) : owner_(std::move(owner)) {}

 private:
  std::string owner_;
  [[maybe_unused]] int cents_ = 0;

 public:
  using fields = field_list<&wallet::owner_>;
};

static_assert(sizeof(point) == 2 * sizeof(int));
static_assert(record<point>);
static_assert(patterns::meta::has_repr<point>);
static_assert(patterns::meta::has_repr<wallet>);

static_assert(text_template<"">);
static_assert(text_template<"{x}">);
static_assert(text_template<"{{}} {_x1:>{width}}">);
static_assert(!text_template<"{">);
static_assert(!text_template<"}">);
static_assert(!text_template<"{}">);
static_assert(!text_template<"{x">);
static_assert(!text_template<"{x:">);
static_assert(!text_template<"{x:{w}">);
static_assert(!text_template<"{x:{w:2}}">);
static_assert(!text_template<"{x!s}">);
static_assert(!text_template<"{x y}">);
static_assert(!text_template<"{1x}">);
static_assert(!text_template<"{x}}">);

template <fixed_string Text>
concept can_be_added = requires { typename add_repr<Text>; };
static_assert(can_be_added<"Point({x}, {y})">);
static_assert(!can_be_added<"Point({x}, {y)">);

static_assert(shown_in_template<point, "x">);
static_assert(!shown_in_template<point, "z">);
static_assert(!shown_in_template<point, "">);
static_assert(has_field_called<sealed, "secret">);
static_assert(!shown_in_template<sealed, "secret">);
static_assert(has_field_called<wallet, "owner_">);
static_assert(!has_field_called<wallet, "cents_">);

TEST(D10_add_repr, puts_each_field_in_the_place_of_its_name) {
  EXPECT_EQ(repr(point{{}, 2, -3}), "Point(2, -3)");
}

TEST(D10_add_repr, is_what_format_shows) {
  const point p{{}, 2, 3};
  EXPECT_EQ(std::format("{}", p), "Point(2, 3)");
  EXPECT_EQ(std::format("{:*^15}", p), "**Point(2, 3)**");
}

TEST(D10_add_repr, is_shown_so_inside_whatever_holds_it) {
  struct line {
    point from;
    std::vector<point> stops;
  };
  EXPECT_EQ(repr(line{{{}, 1, 2}, {{{}, 3, 4}}}), "line(from=Point(1, 2), stops=[Point(3, 4)])");
}

TEST(D10_add_repr, takes_formats_reprs_widths_and_doubled_braces) {
  account ada;
  ada.name = "Ada";
  ada.mail = "a@b";
  ada.amount = 12.5;
  ada.branch = {1, 2};
  ada.id = 42;
  ada.width = 5;
  EXPECT_EQ(repr(ada), "Ada <'a@b'> owns +12.50 at pair_of_ints(first=1, second=2){00042}");
}

TEST(D10_add_repr, shows_a_field_as_often_as_it_is_named) {
  EXPECT_EQ(repr(temperature(20.5)), "20.5 degrees, 20.5!");
  EXPECT_EQ(temperature(1), temperature(1));
}

TEST(D10_add_repr, shows_private_fields_of_a_class_that_lists_them) {
  EXPECT_EQ(repr(wallet("Ada")), "wallet of Ada");
}

TEST(D10_add_repr, leaves_braces_in_a_field_as_they_are) {
  EXPECT_EQ(repr(wallet("{x} }{")), "wallet of {x} }{");
}

TEST(D10_add_repr, takes_more_names_than_a_digit_can_count) {
  struct many : add_repr<"{a}{b}{a}{b}{a}{b}{a}{b}{a}{b}{a}{b}"> {
    int a = 1;
    int b = 2;
  };
  EXPECT_EQ(repr(many{}), "121212121212");
}

TEST(D10_add_repr, shows_a_text_without_names_as_it_is) {
  struct nothing : add_repr<"<{{nothing}}>"> {};
  EXPECT_EQ(repr(nothing{}), "<{nothing}>");
}

TEST(D10_add_repr, is_inherited_and_leaves_comparison_to_the_class) {
  marked m;
  m.x = 5;
  EXPECT_EQ(repr(m), "Point(5, 0)");
  EXPECT_EQ((point{{}, 1, 2}), (point{{}, 1, 2}));
  EXPECT_NE((point{{}, 1, 2}), (point{{}, 1, 3}));
}

struct badge : add_repr<"{name}|{name:>6}|{code}"> {
  char name[8] = "bob";
  char code[3] = {'a', 'b', 'c'};
};

TEST(D10_add_repr, shows_an_array_of_characters_as_the_text_in_it) {
  EXPECT_EQ(repr(badge{}), "bob|   bob|abc");
}

}  // namespace
