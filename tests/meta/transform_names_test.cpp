#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::field_names;
using patterns::meta::name_mapping;
using patterns::meta::names_stay_different;
using patterns::meta::transform_names;
using patterns::meta::upper_case;

struct options {
  int max_size = 4;
  std::string host2;
  std::unique_ptr<int> Owner;
};

struct twins {
  int id;
  int other;
  int Id;
};

struct empty {};

constexpr std::string_view last_word(std::string_view name) {
  return name.substr(name.find('_') + 1);
}

constexpr std::string_view nothing(std::string_view) {
  return {};
}

constexpr std::string_view same(std::string_view name) {
  return name;
}

struct kebab_case {
  constexpr std::string operator()(std::string_view name) const {
    std::string result(name);
    std::ranges::replace(result, '_', '-');
    return result;
  }
};

using shouting = transform_names<options, upper_case>;
using prefixed = transform_names<options, [](std::string_view name) { return "opt_" + std::string(name); }>;
using for_json = transform_names<options, kebab_case{}>;

static_assert(upper_case("max_size2") == "MAX_SIZE2");
static_assert(upper_case("").empty());
static_assert(upper_case("gr\xC3\xB6\xC3\x9F"
                         "e") ==
              "GR\xC3\xB6\xC3\x9F"
              "E");

static_assert(shouting::names == std::array<std::string_view, 3>{"MAX_SIZE", "HOST2", "OWNER"});
static_assert(prefixed::names == std::array<std::string_view, 3>{"opt_max_size", "opt_host2", "opt_Owner"});
static_assert(for_json::names[0] == "max-size");
static_assert(transform_names<options, last_word>::names[0] == "size");
static_assert(transform_names<options, same>::names == field_names<options>);
static_assert(transform_names<const options, upper_case>::names == shouting::names);
static_assert(transform_names<empty, upper_case>::names.empty());

static_assert(shouting::has<"MAX_SIZE">);
static_assert(!shouting::has<"max_size">);
static_assert(shouting::index("OWNER") == 2);
static_assert(shouting::index("owner") == 3);
static_assert(shouting::original("HOST2") == "host2");
static_assert(!shouting::original("host2"));

static_assert(name_mapping<upper_case>);
static_assert(!name_mapping<7>);
static_assert(!name_mapping<[](std::string_view) { return 7; }>);
static_assert(!name_mapping<[](int) { return "seven"; }>);

static_assert(!names_stay_different<twins, upper_case>);
static_assert(names_stay_different<twins, same>);
static_assert(!names_stay_different<options, nothing>);

template <class T, auto Fn>
concept can_transform = requires { typename transform_names<T, Fn>; };
static_assert(can_transform<options, upper_case>);
static_assert(!can_transform<twins, upper_case>);
static_assert(!can_transform<std::string, upper_case>);

template <class View, class Object>
concept gets_max_size = requires(Object&& object) { View::template get<"MAX_SIZE">(std::forward<Object>(object)); };
static_assert(gets_max_size<shouting, options&>);
static_assert(!gets_max_size<prefixed, options&>);
static_assert(!gets_max_size<shouting, twins&>);

TEST(A27_transform_names, reads_and_writes_a_field_by_its_new_name) {
  options object;
  shouting::get<"MAX_SIZE">(object) = 9;
  EXPECT_EQ(object.max_size, 9);
  EXPECT_EQ(&shouting::get<"HOST2">(std::as_const(object)), &object.host2);
}

TEST(A27_transform_names, moves_a_field_out_of_an_rvalue) {
  options object{1, "here", std::make_unique<int>(6)};
  const std::unique_ptr<int> taken = shouting::get<"OWNER">(std::move(object));
  EXPECT_EQ(*taken, 6);
}

TEST(A27_transform_names, visits_new_names_and_fields_in_the_order_of_declaration) {
  const options object{3, "here", nullptr};
  std::string seen;
  std::vector<const void*> fields;
  for_json::for_each(object, [&](std::string_view name, const auto& field) {
    seen += std::format("{} ", name);
    fields.push_back(&field);
  });
  EXPECT_EQ(fields, (std::vector<const void*>{&object.max_size, &object.host2, &object.Owner}));
  EXPECT_EQ(seen, "max-size host2 Owner ");
}

TEST(A27_transform_names, changes_fields_that_it_visits) {
  struct point {
    int x;
    int y;
  };
  point p{1, 2};
  transform_names<point, upper_case>::for_each(p, [](std::string_view name, int& field) {
    if (name == "Y") {
      field = 7;
    }
  });
  EXPECT_EQ(p.y, 7);
  EXPECT_EQ(p.x, 1);
}

}  // namespace
