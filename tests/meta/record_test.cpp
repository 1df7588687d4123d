#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import test.goods;

namespace shop {

struct product {
  std::string name;
  double price = 0;
  int stock = 0;
};

template <class T>
struct box {
  T content;
};

}  // namespace shop

namespace {

using patterns::meta::field_count;
using patterns::meta::field_index;
using patterns::meta::field_name;
using patterns::meta::field_names;
using patterns::meta::field_type;
using patterns::meta::fixed_string;
using patterns::meta::for_each_field;
using patterns::meta::get_field;
using patterns::meta::has_field;
using patterns::meta::record;
using patterns::meta::tie_fields;
using patterns::meta::type_name;
using patterns::meta::unqualified_name;

template <fixed_string Text, char Character>
struct labelled {};

struct empty {};

struct point {
  int x;
  int y;
};

struct line {
  point from;
  point to;
  friend bool operator==(const line&, const line&) = delete;
};

struct arrays {
  int before;
  int three[3];
  char text[300];
  point corners[2];
  double grid[2][3];
  int after;
};

struct must_be_given {
  explicit must_be_given(int v) : value(v) {}
  int value;
};

struct without_defaults {
  must_be_given single;
  must_be_given several[2];
  int last;
};

struct owners {
  std::unique_ptr<int> one;
  std::vector<std::unique_ptr<int>> many;
};

struct immovables {
  std::atomic<int> counter;
  std::mutex lock;
};

struct constants {
  const int number;
  const std::string text;
};

struct device_registers {
  volatile int status;
  const volatile int counter;
  std::string label;
};

struct with_empty_members {
  empty first;
  [[no_unique_address]] empty second;
  int third;
};

struct vocabulary {
  std::optional<int> perhaps;
  std::optional<point> perhaps_point;
  std::variant<int, std::string> either;
  std::any anything;
  std::function<void()> action;
  std::tuple<int> single;
  std::array<int, 3> three;
  std::span<const int> window;
  std::string_view view;
  std::filesystem::path path;
  std::map<int, std::string> table;
  const char* pointer;
};

struct tree {
  int value;
  std::vector<tree> children;
};

struct defaults {
  int a = 1;
  std::string b = "two";
};

struct base {
  int x;
};
struct derived : base {
  int y;
};
struct empty_base {};
class protected_base {
 protected:
  protected_base() = default;
};
template <class>
struct another_empty_base {};
struct derived_from_empty : empty_base {
  int y;
};
struct derived_from_protected : protected_base {
  int y;
};
struct derived_from_several : empty_base, another_empty_base<int> {
  int first;
  std::string second;
  point third[2];
};
struct derived_without_fields : empty_base {};
struct derived_from_empty_and_more : empty_base, base {
  int y;
};
struct derived_from_base_that_has_fields_above_it : derived {
  int z;
};
struct base_with_empty_field {
  [[no_unique_address]] empty_base nothing;
};
struct derived_from_base_with_empty_field : base_with_empty_field {
  int value;
};
struct derived_from_empty_behind_fields : derived_from_empty {
  int z;
};
struct takes_anything_first {
  std::any first;
  int second;
};
struct with_reference {
  int& target;
};
struct with_const_reference {
  int first;
  const int& target;
};
struct with_bit_fields {
  int low : 4;
  int high : 4;
};
struct with_one_bit_field {
  int whole;
  unsigned part : 3;
};
struct with_constructor {
  with_constructor();
  int x;
};
class with_private_field {
 public:
  int x = 0;

 private:
  [[maybe_unused]] int y_ = 0;
};
union either {
  int i;
  float f;
};
enum class color { red };

struct sixty_four {
  int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24,
      a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47,
      a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63;
};
struct sixty_three {
  int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24,
      a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47,
      a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62;
};
struct sixty_five {
  int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24,
      a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47,
      a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64;
};

static_assert(field_count<empty> == 0);
static_assert(field_count<point> == 2);
static_assert(field_count<const point> == 2);
static_assert(field_count<line> == 2);
static_assert(field_count<arrays> == 6);
static_assert(field_count<without_defaults> == 3);
static_assert(field_count<owners> == 2);
static_assert(field_count<immovables> == 2);
static_assert(field_count<constants> == 2);
static_assert(field_count<with_empty_members> == 3);
static_assert(field_count<vocabulary> == 12);
static_assert(field_count<tree> == 2);
static_assert(field_count<defaults> == 2);
static_assert(field_count<sixty_four> == 64);

static_assert(field_count<derived_from_empty> == 1);
static_assert(field_count<derived_from_protected> == 1);
static_assert(field_count<derived_from_several> == 3);
static_assert(field_count<derived_without_fields> == 0);
static_assert(field_count<takes_anything_first> == 2);

static_assert(field_count<sixty_three> == 63);
static_assert(field_names<sixty_three>.back() == "a62");

// Types of a user's module, and one that the module does not export.
using hidden = decltype(goods::make_hidden());
static_assert(field_names<goods::crate> == std::array<std::string_view, 3>{"label", "bottles", "size"});
static_assert(std::same_as<field_type<goods::crate, 1>, int[6]>);
static_assert(field_names<field_type<goods::crate, 2>> == std::array<std::string_view, 2>{"width", "height"});
static_assert(field_names<hidden> == std::array<std::string_view, 1>{"secret"});
static_assert(type_name<goods::crate> == "goods::crate");
static_assert(type_name<shop::box<hidden>> == "shop::box<goods::hidden>");

#if defined(__clang__) || defined(__cpp_impl_reflection)
static_assert(field_count<device_registers> == 3);
static_assert(field_names<device_registers> == std::array<std::string_view, 3>{"status", "counter", "label"});
static_assert(std::same_as<field_type<device_registers, 0>, volatile int>);
#else
static_assert(!record<device_registers>, "see record; a clean refusal, and no error inside of it");
#endif

static_assert(!record<int>);
static_assert(!record<int[3]>);
static_assert(!record<color>);
static_assert(!record<either>);
static_assert(!record<derived>);
static_assert(!record<derived_from_empty_and_more>);
static_assert(!record<derived_from_base_that_has_fields_above_it>);
static_assert(!record<derived_from_base_with_empty_field>);
static_assert(!record<derived_from_empty_behind_fields>);
static_assert(!record<with_reference>);
static_assert(!record<with_const_reference>);
static_assert(!record<with_bit_fields>);
static_assert(!record<with_one_bit_field>);
static_assert(!record<with_constructor>);
static_assert(!record<with_private_field>);
static_assert(!record<sixty_five>);
static_assert(!record<std::string>);
static_assert(!record<std::array<int, 3>>);
static_assert(!record<std::tuple<int>>);
static_assert(!record<std::pair<int, int>>);

static_assert(field_name<shop::product, 0> == "name");
static_assert(field_name<shop::product, 1> == "price");
static_assert(field_name<shop::product, 2> == "stock");
static_assert(field_names<point> == std::array<std::string_view, 2>{"x", "y"});
static_assert(field_names<const point> == field_names<point>);
static_assert(field_names<empty>.empty());
static_assert(field_names<arrays> ==
              std::array<std::string_view, 6>{"before", "three", "text", "corners", "grid", "after"});
static_assert(field_names<without_defaults> == std::array<std::string_view, 3>{"single", "several", "last"});
static_assert(field_names<owners> == std::array<std::string_view, 2>{"one", "many"});
static_assert(field_names<immovables> == std::array<std::string_view, 2>{"counter", "lock"});
static_assert(field_names<constants> == std::array<std::string_view, 2>{"number", "text"});
static_assert(field_names<with_empty_members> == std::array<std::string_view, 3>{"first", "second", "third"});
static_assert(field_names<shop::box<shop::product>> == std::array<std::string_view, 1>{"content"});
static_assert(field_names<derived_from_empty> == std::array<std::string_view, 1>{"y"});
static_assert(field_names<derived_from_several> == std::array<std::string_view, 3>{"first", "second", "third"});
static_assert(field_name<vocabulary, 10> == "table");
static_assert(field_name<sixty_four, 63> == "a63");
static_assert(field_name<tree, 1> == "children");
// A type of another module.
static_assert(field_names<patterns::meta::enum_range> ==
              std::array<std::string_view, 3>{"first", "last", "single_bits"});

static_assert(std::same_as<field_type<shop::product, 1>, double>);
static_assert(std::same_as<field_type<arrays, 1>, int[3]>);
static_assert(std::same_as<field_type<arrays, 4>, double[2][3]>);
static_assert(std::same_as<field_type<constants, 1>, const std::string>);
static_assert(std::same_as<field_type<const point, 0>, int>);

static_assert(has_field<shop::product, "price">);
static_assert(!has_field<shop::product, "prise">);
static_assert(!has_field<shop::product, "">);
static_assert(!has_field<int, "price">);
static_assert(field_index<shop::product>("stock") == 2);
static_assert(field_index<shop::product>("Stock") == 3);

static_assert(get_field<"y">(point{3, 4}) == 4);
static_assert(get_field<0>(point{3, 4}) == 3);

template <class T, fixed_string Name>
using got = decltype(get_field<Name>(std::declval<T>()));
static_assert(std::same_as<got<point&, "x">, int&>);
static_assert(std::same_as<got<const point&, "x">, const int&>);
static_assert(std::same_as<got<point, "x">, int&&>);
static_assert(std::same_as<got<const point, "x">, const int&&>);

static_assert(type_name<shop::product> == "shop::product");
static_assert(type_name<shop::box<shop::product>> == "shop::box<shop::product>");
static_assert(type_name<int> == "int");
static_assert(type_name<patterns::meta::fixed_string<3>> == "patterns::meta::fixed_string<3>");
static_assert(type_name<shop::box<patterns::meta::enum_range>> == "shop::box<patterns::meta::enum_range>");
static_assert(type_name<labelled<"user@host", 'a'>> != type_name<labelled<"user@land", 'a'>>);
static_assert(type_name<labelled<"", '@'>>.find('@') != std::string_view::npos);
static_assert(unqualified_name<patterns::meta::enum_range> == "enum_range");
static_assert(unqualified_name<shop::product> == "product");
static_assert(unqualified_name<const shop::product> == "product");
static_assert(unqualified_name<shop::box<shop::product>> == "box<shop::product>");
static_assert(unqualified_name<point> == "point");
static_assert(unqualified_name<int> == "int");

static_assert(fixed_string("abc") == fixed_string("abc"));
static_assert(!(fixed_string("abc") == fixed_string("ab")));
static_assert(fixed_string("").empty());

TEST(meta_record, gives_a_field_by_name_to_read_and_to_write) {
  shop::product lamp{"lamp", 12.5, 3};
  EXPECT_EQ(get_field<"name">(lamp), "lamp");
  get_field<"stock">(lamp) = 7;
  EXPECT_EQ(lamp.stock, 7);
  EXPECT_EQ(&get_field<"price">(lamp), &lamp.price);
}

TEST(meta_record, moves_a_field_out_of_an_rvalue) {
  owners source{std::make_unique<int>(5), {}};
  const std::unique_ptr<int> taken = get_field<"one">(std::move(source));
  EXPECT_EQ(*taken, 5);
}

TEST(meta_record, visits_names_and_fields_in_the_order_of_declaration) {
  const shop::product lamp{"lamp", 12.5, 3};
  std::string seen;
  for_each_field(lamp, [&](std::string_view name, const auto& value) { seen += std::format("{}={} ", name, value); });
  EXPECT_EQ(seen, "name=lamp price=12.5 stock=3 ");
}

TEST(meta_record, visits_fields_alone_and_can_change_them) {
  point p{1, 2};
  for_each_field(p, [](int& value) { value *= 10; });
  EXPECT_EQ(p.x, 10);
  EXPECT_EQ(p.y, 20);
}

TEST(meta_record, moves_each_field_of_an_rvalue_into_the_visitor) {
  owners source{std::make_unique<int>(5), {}};
  int moved = 0;
  for_each_field(std::move(source), [&]<class Field>(std::string_view, Field&& field) {
    static_assert(std::is_rvalue_reference_v<Field&&>);
    [[maybe_unused]] const auto here = std::move(field);
    ++moved;
  });
  EXPECT_EQ(moved, 2);
  EXPECT_EQ(source.one, nullptr);
}

TEST(meta_record, visits_nothing_in_an_empty_record) {
  int visits = 0;
  for_each_field(empty{}, [&](const auto&) { ++visits; });
  EXPECT_EQ(visits, 0);
}

TEST(meta_record, stops_at_the_field_whose_visitor_throws) {
  point p{1, 2};
  EXPECT_THROW(for_each_field(p,
                              [](int& value) {
                                if (value == 2) {
                                  throw std::runtime_error("two");
                                }
                                value = 9;
                              }),
               std::runtime_error);
  EXPECT_EQ(p.x, 9);
  EXPECT_EQ(p.y, 2);
}

TEST(meta_record, ties_fields_that_cannot_be_copied_or_moved) {
  immovables object{};
  std::get<0>(tie_fields(object)) = 4;
  EXPECT_EQ(object.counter.load(), 4);
}

TEST(meta_record, reaches_the_fields_behind_empty_base_classes) {
  derived_from_several object{{}, {}, 1, "two", {{3, 4}, {5, 6}}};
  get_field<"second">(object) = "zwei";
  EXPECT_EQ(object.second, "zwei");
  EXPECT_EQ(get_field<"third">(object)[1].y, 6);
}

TEST(meta_record, reaches_arrays_whole) {
  arrays object{};
  get_field<"three">(object)[2] = 8;
  EXPECT_EQ(object.three[2], 8);
  EXPECT_EQ(std::size(get_field<"text">(object)), 300U);
}

TEST(meta_record, sees_a_type_declared_inside_a_function) {
  struct local {
    int inner;
  };
  EXPECT_EQ((field_name<local, 0>), "inner");
  EXPECT_EQ(unqualified_name<local>, "local");
}

TEST(meta_record, changes_a_field_of_a_type_of_another_module) {
  goods::crate crate{"water", {1, 2, 3, 4, 5, 6}, {2.5, 1.5}};
  get_field<"bottles">(crate)[5] = 0;
  get_field<"height">(get_field<"size">(crate)) = 4;
  EXPECT_EQ(crate.bottles[5], 0);
  EXPECT_EQ(crate.size.height, 4);
}

TEST(meta_record, walks_into_records_inside_of_records) {
  const line diagonal{{1, 2}, {3, 4}};
  std::string seen;
  for_each_field(diagonal, [&](std::string_view end, const point& p) {
    for_each_field(p, [&](std::string_view name, int value) { seen += std::format("{}.{}={} ", end, name, value); });
  });
  EXPECT_EQ(seen, "from.x=1 from.y=2 to.x=3 to.y=4 ");
}

TEST(meta_record, reaches_the_last_of_64_fields) {
  sixty_four many{};
  get_field<"a63">(many) = 63;
  EXPECT_EQ(many.a63, 63);
}

}  // namespace
