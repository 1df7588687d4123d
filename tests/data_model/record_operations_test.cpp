#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace shop {

enum class size { small, large };

struct price {
  double amount;
  std::string currency;
};

struct product {
  std::string name;
  price cost;
  int stock = 0;
};

struct point {
  int x;
  int y;
};

}  // namespace shop

template <>
struct std::hash<shop::point> : patterns::data_model::record_hasher<shop::point> {};

template <>
struct std::formatter<shop::point> : patterns::data_model::record_formatter<shop::point> {};

namespace {

using patterns::data_model::as_map;
using patterns::data_model::as_tuple;
using patterns::data_model::field;
using patterns::data_model::field_range_error;
using patterns::data_model::has_repr;
using patterns::data_model::record_compare;
using patterns::data_model::record_equal;
using patterns::data_model::record_hash;
using patterns::data_model::replace;
using patterns::data_model::repr;
using shop::point;
using shop::price;
using shop::product;

struct empty {};

struct node {
  int value;
  std::vector<node> children;
};

struct numbers {
  bool flag;
  char letter;
  signed char tiny;
  std::uint64_t big;
  float ratio;
};

struct containers {
  std::vector<point> points;
  std::map<std::string, point> places;
  std::set<int> ids;
  std::array<int, 2> pair;
  std::tuple<int, std::string> both;
  std::vector<bool> bits;
  int raw[2];
  char text[4];
};

struct choices {
  std::optional<point> perhaps;
  std::variant<int, point> either;
  std::unique_ptr<int> owner;
  const char* word;
  shop::size size;
};

struct unordered {
  std::unordered_map<std::string, point> places;
};

struct keys {
  std::unordered_set<int> ids;
};

struct caseless {
  std::string text;
  friend bool operator==(const caseless& left, const caseless& right) {
    return std::ranges::equal(left.text, right.text, [](char a, char b) { return std::tolower(a) == std::tolower(b); });
  }
};

struct user {
  caseless name;
};

// It has a tuple protocol, and yet is more than its parts: all builds of a version are equal.
class release {
 public:
  constexpr release(int version, int build) : version_(version), build_(build) {}

  template <std::size_t I>
  constexpr int get() const {
    return I == 0 ? version_ : build_;
  }
  friend constexpr bool operator==(const release& left, const release& right) {
    return left.version_ == right.version_;
  }
  friend constexpr bool operator<(const release& left, const release& right) { return left.version_ < right.version_; }

 private:
  int version_;
  int build_;
};

struct delivery {
  release what;
  int copies;
};

struct only_less {
  int value;
  only_less(int v) : value(v) {}
  friend bool operator<(const only_less& left, const only_less& right) { return left.value < right.value; }
};

struct ranked {
  only_less rank;
};

struct owner {
  std::unique_ptr<int> data;
  int id;
};

struct ports {
  std::uint16_t port;
  const int fixed = 1;
};

struct grid {
  int cells[2][2];
  int id;
};

struct with_opaque_field {
  struct opaque {
    explicit opaque(int) {}
  } hidden;
};

}  // namespace

template <>
struct std::tuple_size<release> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I>
struct std::tuple_element<I, release> : std::type_identity<int> {};

namespace {

const product lamp{"lamp", {12.5, "EUR"}, 3};

template <class T, class Change>
concept replaces = requires(const T& object, Change change) { replace(object, std::move(change)); };
template <class Value, patterns::meta::fixed_string Name>
using change_of = patterns::data_model::field_change<Name, Value>;

static_assert(has_repr<product>);
static_assert(has_repr<std::vector<std::optional<product>>>);
static_assert(!has_repr<with_opaque_field::opaque>);
static_assert(!has_repr<std::vector<with_opaque_field::opaque>>);

static_assert(std::same_as<decltype(record_compare(point{}, point{})), std::strong_ordering>);
static_assert(std::same_as<decltype(record_compare(lamp, lamp)), std::partial_ordering>);
static_assert(
    std::same_as<decltype(record_compare(std::declval<ranked>(), std::declval<ranked>())), std::weak_ordering>);
static_assert(std::same_as<decltype(record_compare(std::declval<node>(), std::declval<node>())), std::strong_ordering>);
static_assert(record_equal(point{1, 2}, point{1, 2}));
static_assert(record_compare(point{1, 3}, point{1, 2}) > 0);
static_assert(replace(point{1, 2}, field<"y">(5)).y == 5);

static_assert(replaces<point, change_of<int, "x">>);
static_assert(!replaces<point, change_of<int, "z">>);
static_assert(!replaces<point, change_of<std::string, "x">>);
static_assert(!replaces<point, change_of<double, "x">>);

TEST(A5_repr, shows_a_record_by_the_names_and_values_of_its_fields) {
  EXPECT_EQ(repr(lamp), "product(name='lamp', cost=price(amount=12.5, currency='EUR'), stock=3)");
  EXPECT_EQ(repr(empty{}), "empty()");
}

TEST(A5_repr, tells_numbers_of_different_kinds_apart) {
  EXPECT_EQ(repr(numbers{true, 'x', -5, 18'446'744'073'709'551'615U, 2}),
            "numbers(flag=true, letter='x', tiny=-5, big=18446744073709551615, ratio=2.0)");
  EXPECT_EQ(repr(-0.0), "-0.0");
  EXPECT_EQ(repr(1e300), "1e+300");
  EXPECT_EQ(repr(std::numeric_limits<double>::infinity()), "inf");
}

TEST(A5_repr, quotes_and_escapes_text_as_python_does) {
  EXPECT_EQ(repr(std::string("plain")), "'plain'");
  EXPECT_EQ(repr(std::string("it's")), "\"it's\"");
  EXPECT_EQ(repr(std::string("it's \"so\"")), "'it\\'s \"so\"'");
  EXPECT_EQ(repr(std::string("a\\b\n\t\r")), "'a\\\\b\\n\\t\\r'");
  EXPECT_EQ(repr(std::string_view("\0\x1b\x7f", 3)), "'\\x00\\x1b\\x7f'");
  EXPECT_EQ(repr(std::string("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80")), "'\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80'");
}

TEST(A5_repr, escapes_bytes_that_are_no_utf_8) {
  EXPECT_EQ(repr(std::string("\xff")), "'\\xff'");
  EXPECT_EQ(repr(std::string("\xC3")), "'\\xc3'");
  EXPECT_EQ(repr(std::string("\xC0\xAF")), "'\\xc0\\xaf'");
  EXPECT_EQ(repr(std::string("\xED\xA0\x80")), "'\\xed\\xa0\\x80'");
  EXPECT_EQ(repr(std::string("\xE2\x82")), "'\\xe2\\x82'");
}

TEST(A5_repr, goes_into_containers) {
  const containers value{{{1, 2}}, {{"home", {0, 0}}}, {3, 1}, {7, 8}, {1, "a"}, {true, false}, {5, 6}, {'a', 'b'}};
  EXPECT_EQ(repr(value),
            "containers(points=[point(x=1, y=2)], places={'home': point(x=0, y=0)}, ids={1, 3}, pair=[7, 8], "
            "both=(1, 'a'), bits=[true, false], raw=[5, 6], text='ab')");
  EXPECT_EQ(repr(std::tuple(1)), "(1,)");
  EXPECT_EQ(repr(std::tuple()), "()");
}

TEST(A5_repr, reads_no_further_than_an_array_of_characters_without_an_end) {
  const char full[3] = {'a', 'b', 'c'};
  EXPECT_EQ(repr(full), "'abc'");
}

TEST(A5_repr, shows_optionals_variants_pointers_and_enums) {
  EXPECT_EQ(repr(choices{std::nullopt, 4, nullptr, nullptr, shop::size::large}),
            "choices(perhaps=nullopt, either=4, owner=nullptr, word=nullptr, size=size::large)");
  EXPECT_EQ(repr(choices{point{1, 2}, point{3, 4}, nullptr, "w", static_cast<shop::size>(9)}),
            "choices(perhaps=point(x=1, y=2), either=point(x=3, y=4), owner=nullptr, word='w', size=size(9))");
  const auto held = std::make_unique<int>(1);
  EXPECT_EQ(repr(held), std::format("{}", static_cast<const void*>(held.get())));
}

TEST(A5_repr, shows_a_record_that_holds_its_own_kind) {
  EXPECT_EQ(repr(node{1, {{2, {}}, {3, {}}}}),
            "node(value=1, children=[node(value=2, children=[]), node(value=3, children=[])])");
}

TEST(A5_repr, is_what_format_writes_when_asked) {
  EXPECT_EQ(std::format("{}", point{1, 2}), "point(x=1, y=2)");
  EXPECT_EQ(std::format("{:>20}", point{1, 2}), "     point(x=1, y=2)");
}

TEST(A5_record_equal, compares_nested_records_and_containers_of_them) {
  EXPECT_TRUE(record_equal(lamp, product{"lamp", {12.5, "EUR"}, 3}));
  EXPECT_FALSE(record_equal(lamp, product{"lamp", {12.5, "USD"}, 3}));
  EXPECT_FALSE(record_equal(lamp, product{"lamp", {12.5, "EUR"}, 4}));
  EXPECT_TRUE(record_equal(node{1, {{2, {}}}}, node{1, {{2, {}}}}));
  EXPECT_FALSE(record_equal(node{1, {{2, {}}}}, node{1, {{2, {}}, {3, {}}}}));
}

TEST(A5_record_equal, compares_arrays_by_their_elements) {
  EXPECT_TRUE(record_equal(grid{{{1, 2}, {3, 4}}, 1}, grid{{{1, 2}, {3, 4}}, 1}));
  EXPECT_FALSE(record_equal(grid{{{1, 2}, {3, 4}}, 1}, grid{{{1, 2}, {3, 5}}, 1}));
}

TEST(A5_record_equal, uses_the_operator_that_a_field_has) {
  EXPECT_TRUE(record_equal(user{{"Ada"}}, user{{"ADA"}}));
  EXPECT_FALSE(record_equal(caseless{"Ada"}, caseless{"ADA"}));
  EXPECT_TRUE(record_equal(delivery{{2, 14}, 1}, delivery{{2, 15}, 1}));
  EXPECT_FALSE(record_equal(delivery{{2, 14}, 1}, delivery{{3, 14}, 1}));
}

TEST(A5_record_equal, says_no_for_a_nan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(record_equal(price{nan, ""}, price{nan, ""}));
}

TEST(A5_record_equal, ignores_the_order_of_an_unordered_map) {
  unordered forwards;
  unordered backwards;
  for (int i = 0; i < 100; ++i) {
    forwards.places[std::to_string(i)] = {i, i};
    backwards.places[std::to_string(99 - i)] = {99 - i, 99 - i};
  }
  EXPECT_TRUE(record_equal(forwards, backwards));
  EXPECT_EQ(record_hash(forwards), record_hash(backwards));
  backwards.places["7"].x = 0;
  EXPECT_FALSE(record_equal(forwards, backwards));
}

TEST(A5_record_equal, tells_optionals_and_variants_apart) {
  const choices nothing{{}, 1, nullptr, nullptr, {}};
  EXPECT_TRUE(record_equal(nothing, choices{{}, 1, nullptr, nullptr, {}}));
  EXPECT_FALSE(record_equal(nothing, choices{point{0, 0}, 1, nullptr, nullptr, {}}));
  EXPECT_FALSE(record_equal(nothing, choices{{}, point{0, 0}, nullptr, nullptr, {}}));
}

TEST(A5_record_compare, follows_the_first_field_that_differs) {
  EXPECT_TRUE(record_compare(lamp, product{"lamp", {12.5, "EUR"}, 4}) < 0);
  EXPECT_TRUE(record_compare(lamp, product{"lamb", {99, "EUR"}, 3}) > 0);
  EXPECT_TRUE(record_compare(lamp, lamp) == 0);
  EXPECT_TRUE(record_compare(node{1, {{2, {}}}}, node{1, {{2, {}}, {0, {}}}}) < 0);
  EXPECT_TRUE(record_compare(grid{{{1, 2}, {3, 4}}, 1}, grid{{{1, 3}, {0, 0}}, 1}) < 0);
  EXPECT_TRUE(record_compare(ranked{2}, ranked{1}) > 0);
  EXPECT_TRUE(record_compare(delivery{{2, 15}, 1}, delivery{{2, 14}, 2}) < 0);
}

TEST(A5_record_compare, leaves_a_nan_unordered) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(record_compare(price{nan, "a"}, price{1, "b"}) == std::partial_ordering::unordered);
}

TEST(A5_record_compare, puts_an_empty_optional_and_a_first_alternative_first) {
  struct optional_place {
    std::optional<point> place;
  };
  struct variant_place {
    std::variant<int, point> place;
  };
  EXPECT_TRUE(record_compare(optional_place{}, optional_place{point{-1, 0}}) < 0);
  EXPECT_TRUE(record_compare(optional_place{point{1, 0}}, optional_place{point{0, 9}}) > 0);
  EXPECT_TRUE(record_compare(variant_place{5}, variant_place{point{0, 0}}) < 0);
  EXPECT_TRUE(record_compare(variant_place{point{1, 2}}, variant_place{point{1, 1}}) > 0);
}

TEST(A5_record_hash, agrees_with_equality) {
  EXPECT_EQ(record_hash(lamp), record_hash(product{"lamp", {12.5, "EUR"}, 3}));
  EXPECT_NE(record_hash(lamp), record_hash(product{"lamp", {12.5, "EUR"}, 4}));
  EXPECT_EQ(record_hash(price{0.0, ""}), record_hash(price{-0.0, ""}));
  EXPECT_EQ(record_hash(node{1, {{2, {}}}}), record_hash(node{1, {{2, {}}}}));
}

TEST(A5_record_hash, depends_on_the_order_of_the_fields) {
  EXPECT_NE(record_hash(point{1, 2}), record_hash(point{2, 1}));
}

TEST(A5_record_hash, makes_a_record_a_key) {
  struct equal {
    bool operator()(const point& left, const point& right) const { return record_equal(left, right); }
  };
  std::unordered_set<point, std::hash<point>, equal> visited;
  for (int x = 0; x < 50; ++x) {
    for (int y = 0; y < 50; ++y) {
      visited.insert({x, y});
      visited.insert({x, y});
    }
  }
  EXPECT_EQ(visited.size(), 2500U);
}

TEST(A5_as_tuple, holds_the_values_and_a_tuple_for_a_record) {
  const std::tuple<std::string, std::tuple<double, std::string>, int> expected{"lamp", {12.5, "EUR"}, 3};
  EXPECT_EQ(as_tuple(lamp), expected);
  EXPECT_EQ(as_tuple(empty{}), std::tuple<>{});
}

TEST(A5_as_tuple, turns_arrays_into_std_array) {
  const std::tuple<std::array<std::array<int, 2>, 2>, int> expected{{{{1, 2}, {3, 4}}}, 5};
  EXPECT_EQ(as_tuple(grid{{{1, 2}, {3, 4}}, 5}), expected);
}

TEST(A5_as_tuple, moves_out_of_an_rvalue) {
  owner source{std::make_unique<int>(7), 1};
  const auto values = as_tuple(std::move(source));
  EXPECT_EQ(*std::get<0>(values), 7);
  EXPECT_EQ(source.data, nullptr);
}

TEST(A5_as_map, finds_each_value_by_the_name_of_its_field) {
  const auto map = as_map(lamp);
  EXPECT_EQ(map.size(), 3U);
  EXPECT_EQ(std::get<std::string>(map.at("name")), "lamp");
  EXPECT_EQ(std::get<int>(map.at("stock")), 3);
  const auto& cost = std::get<1>(map.at("cost"));
  EXPECT_EQ(std::get<double>(cost.at("amount")), 12.5);
  EXPECT_FALSE(map.contains("colour"));
  EXPECT_TRUE(as_map(empty{}).empty());
}

TEST(A5_as_map, keeps_equal_types_of_different_fields_in_one_alternative) {
  const auto map = as_map(point{1, 2});
  static_assert(std::same_as<std::remove_cvref_t<decltype(map.at("x"))>, std::variant<int>>);
  EXPECT_EQ(std::get<int>(map.at("y")), 2);
}

TEST(A5_as_map, moves_out_of_an_rvalue) {
  const auto map = as_map(owner{std::make_unique<int>(7), 1});
  EXPECT_EQ(*std::get<0>(map.at("data")), 7);
}

TEST(A5_replace, copies_with_the_named_fields_changed) {
  const auto sold_out = replace(lamp, field<"stock">(0), field<"name">("old lamp"));
  EXPECT_EQ(repr(sold_out), "product(name='old lamp', cost=price(amount=12.5, currency='EUR'), stock=0)");
  EXPECT_EQ(lamp.stock, 3);
  EXPECT_TRUE(record_equal(replace(lamp), lamp));
}

TEST(A5_replace, converts_a_new_value_to_the_type_of_the_field) {
  struct place {
    std::optional<point> where;
    std::string name;
  };
  const place known{point{1, 2}, "home"};
  EXPECT_FALSE(replace(known, field<"where">(std::nullopt)).where);
  EXPECT_EQ(replace(known, field<"name">("word")).name, "word");
}

TEST(A5_replace, moves_what_stays_out_of_an_rvalue) {
  const owner renamed = replace(owner{std::make_unique<int>(7), 1}, field<"id">(2));
  EXPECT_EQ(*renamed.data, 7);
  EXPECT_EQ(renamed.id, 2);
}

TEST(A5_replace, changes_a_move_only_field_and_a_const_one) {
  EXPECT_EQ(*replace(owner{nullptr, 1}, field<"data">(std::make_unique<int>(8))).data, 8);
  EXPECT_EQ(replace(ports{80}, field<"fixed">(2)).fixed, 2);
}

TEST(A5_replace, changes_a_field_beside_an_array) {
  const grid changed = replace(grid{{{1, 2}, {3, 4}}, 5}, field<"id">(6));
  EXPECT_EQ(changed.cells[1][1], 4);
  EXPECT_EQ(changed.id, 6);
}

TEST(A5_replace, refuses_a_number_that_does_not_fit_and_changes_nothing) {
  EXPECT_EQ(replace(ports{80}, field<"port">(65'535)).port, 65'535);
  product source = lamp;
  try {
    (void)replace(std::move(source), field<"stock">(std::int64_t{1} << 40));
    FAIL() << "no exception";
  } catch (const field_range_error& error) {
    EXPECT_STREQ(error.what(), "product.stock = 1099511627776: does not fit the type of the field");
  }
  EXPECT_TRUE(record_equal(source, lamp));
  EXPECT_THROW((void)replace(ports{80}, field<"port">(-1)), field_range_error);
}

}  // namespace
