#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::attribute;
using patterns::data_model::attribute_fallback;
using patterns::data_model::attribute_type_error;
using patterns::data_model::dynamic_attributes;
using patterns::data_model::own_attributes;

// What every object shows that has nothing else by the name.
std::optional<std::string> default_theme(const own_attributes& /* own */, std::string_view name) {
  return name == "theme" ? std::optional<std::string>("light") : std::nullopt;
}

struct full_name {
  attribute operator()(const own_attributes& own, std::string_view name) const {
    if (name != "full_name") {
      return {};
    }
    return own.attributes.at("first").get<std::string>() + " " + own.attributes.at("last").get<std::string>();
  }
};

struct window : dynamic_attributes {
  window() : dynamic_attributes(&default_theme) {}
  int width = 640;
};

struct takes_no_attributes {
  attribute operator()(std::string_view name) const;
};
struct gives_nothing {
  void operator()(const own_attributes& own, std::string_view name) const;
};

static_assert(attribute_fallback<full_name>);
static_assert(attribute_fallback<decltype(&default_theme)>);
static_assert(!attribute_fallback<takes_no_attributes>);
static_assert(!attribute_fallback<gives_nothing>);
static_assert(!attribute_fallback<int>);
static_assert(!std::convertible_to<full_name, dynamic_attributes>);

// The own attributes are those of row B24.
static_assert(patterns::meta::attributed<dynamic_attributes, attribute>);

TEST(A10_dynamic_attributes, gives_an_own_value_by_its_type) {
  dynamic_attributes object;
  object.set("port", 8080);
  object.set("host", "localhost");
  EXPECT_EQ(object.get<int>("port"), 8080);
  EXPECT_EQ(object.get<std::string>("host"), "localhost");
  EXPECT_EQ(object.get("port").get<int>(), 8080);
}

TEST(A10_dynamic_attributes, gives_nothing_where_there_is_nothing) {
  const dynamic_attributes object;
  EXPECT_EQ(object.get<int>("port"), std::nullopt);
  EXPECT_FALSE(object.get("port").has_value());
  EXPECT_EQ(object.get<int>("port").value_or(80), 80);
  EXPECT_EQ(window().get<int>("port"), std::nullopt);
}

TEST(A10_dynamic_attributes, asks_the_fallback_for_what_it_does_not_have) {
  const window main;
  EXPECT_EQ(main.get<std::string>("theme"), "light");
  EXPECT_EQ(main.get("theme").get<std::string>(), "light");
  EXPECT_FALSE(main.contains("theme"));
}

TEST(A10_dynamic_attributes, prefers_its_own_value_and_shows_the_fallback_again_without) {
  window main;
  main.set("theme", "dark");
  EXPECT_EQ(main.get<std::string>("theme"), "dark");
  EXPECT_TRUE(main.erase("theme"));
  EXPECT_EQ(main.get<std::string>("theme"), "light");
  EXPECT_FALSE(main.erase("theme"));
}

TEST(A10_dynamic_attributes, does_not_ask_the_fallback_for_what_it_has) {
  int calls = 0;
  dynamic_attributes object([&calls](const own_attributes&, std::string_view) { return ++calls; });
  object.set("x", 7);
  EXPECT_EQ(object.get<int>("x"), 7);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(object.get<int>("y"), 1);
  EXPECT_EQ(object.get<int>("y"), 2);
}

TEST(A10_dynamic_attributes, hides_the_fallback_by_an_own_attribute_that_holds_nothing) {
  window main;
  main.set("theme", {});
  EXPECT_TRUE(main.contains("theme"));
  EXPECT_EQ(main.get<std::string>("theme"), std::nullopt);
}

TEST(A10_dynamic_attributes, names_value_and_types_when_asked_for_another_type) {
  window main;
  main.set("port", 8080);
  try {
    (void)main.get<std::string>("port");
    FAIL() << "no exception";
  } catch (const attribute_type_error& error) {
    EXPECT_STREQ(error.what(), "dynamic_attributes.port = 8080 is int, not std::string");
  }
  EXPECT_THROW((void)main.get<long>("port"), attribute_type_error);
  EXPECT_THROW((void)main.get<int>("theme"), attribute_type_error);
  EXPECT_EQ(main.get<int>("port"), 8080);
}

TEST(A10_dynamic_attributes, computes_from_its_own_values_in_a_copy_too) {
  dynamic_attributes ada((full_name()));
  ada.set("first", "Ada");
  ada.set("last", "Lovelace");
  dynamic_attributes byron = ada;
  byron.set("last", "Byron");
  EXPECT_EQ(ada.get<std::string>("full_name"), "Ada Lovelace");
  EXPECT_EQ(byron.get<std::string>("full_name"), "Ada Byron");
}

TEST(A10_dynamic_attributes, falls_back_on_another_object) {
  dynamic_attributes defaults;
  defaults.set("port", 80);
  dynamic_attributes user([&defaults](const own_attributes&, std::string_view name) { return defaults.get(name); });
  EXPECT_EQ(user.get<int>("port"), 80);
  EXPECT_EQ(user.get<int>("timeout"), std::nullopt);
}

TEST(A10_dynamic_attributes, lets_the_exception_of_the_fallback_pass) {
  dynamic_attributes nameless((full_name()));
  EXPECT_THROW((void)nameless.get("full_name"), std::out_of_range);
  EXPECT_THROW((void)nameless.get<std::string>("full_name"), std::out_of_range);
}

TEST(A10_dynamic_attributes, is_discoverable_by_its_own_names) {
  window main;
  main.set("title", "Ink");
  main.set("port", 8080);
  EXPECT_EQ(patterns::meta::dir(main), (std::vector<std::string>{"port", "title"}));
}

TEST(A10_dynamic_attributes, is_what_attribute_lookup_takes_for_an_object) {
  patterns::meta::attribute_lookup<attribute, window> names;
  names.define_value("title", "untitled");
  window main;
  EXPECT_EQ(names.get(main, "title").get<std::string>(), "untitled");
  main.set("title", "Ink");
  EXPECT_EQ(names.get(main, "title").get<std::string>(), "Ink");
}

}  // namespace
