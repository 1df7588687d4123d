#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::any_attribute;
using patterns::data_model::attribute;
using patterns::data_model::attribute_error;
using patterns::data_model::attribute_policy;
using patterns::data_model::attribute_type;
using patterns::data_model::attribute_type_error;
using patterns::data_model::guarded_attributes;
using patterns::data_model::missing_attribute;
using patterns::data_model::validation_error;

struct point {
  int x = 0;
  int y = 0;
};

class opaque {
 public:
  explicit opaque(int value) : value_(value) {}
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

struct move_only {
  move_only() = default;
  move_only(move_only&&) = default;
  move_only& operator=(move_only&&) = default;
};

// Texts are trimmed; a share that is none is refused.
struct shop_rules {
  std::optional<std::string> operator()(std::string_view name, attribute& value) const {
    if (auto* const text = value.get_if<std::string>()) {
      text->erase(text->find_last_not_of(' ') + 1);
      if (text->empty()) {
        return "must not be blank";
      }
    }
    if (const auto* const share = value.get_if<double>(); share != nullptr && name == "share" && *share > 1) {
      return "must be at most 1";
    }
    return std::nullopt;
  }
};

struct clears_everything {
  void operator()(std::string_view /* name */, attribute& value) const { value = attribute(); }
};

struct throws_after_change {
  void operator()(std::string_view /* name */, attribute& value) const {
    value = 0;
    throw std::runtime_error("out of paper");
  }
};

struct counts_calls {
  int* calls;
  void operator()(std::string_view /* name */, attribute& /* value */) { ++*calls; }
};

struct takes_no_name {
  void operator()(attribute& value) const;
};
struct returns_a_number {
  int operator()(std::string_view name, attribute& value) const;
};

using settings = guarded_attributes<shop_rules, "settings">;

static_assert(attribute_policy<any_attribute>);
static_assert(attribute_policy<shop_rules>);
static_assert(attribute_policy<counts_calls>);
static_assert(!attribute_policy<takes_no_name>);
static_assert(!attribute_policy<returns_a_number>);
static_assert(!attribute_policy<int>);

static_assert(attribute_type<int> && attribute_type<std::string> && attribute_type<point> && attribute_type<int*>);
static_assert(!attribute_type<const char*> && !attribute_type<std::string_view> && !attribute_type<const int>);
static_assert(!attribute_type<std::optional<int>> && !attribute_type<int&> && !attribute_type<move_only>);
static_assert(!attribute_type<attribute> && !attribute_type<const attribute*>);
static_assert(std::convertible_to<const char (&)[3], attribute>);
static_assert(!std::convertible_to<move_only, attribute>);
static_assert(!std::convertible_to<const attribute*, attribute>);
static_assert(std::is_nothrow_move_constructible_v<attribute>);

static_assert(sizeof(settings) == sizeof(std::map<std::string, attribute>));

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no exception";
}

TEST(A9_guarded_attributes, keeps_what_is_assigned) {
  guarded_attributes<> object;
  object.set("name", "Ada");
  object.set("age", 36);
  EXPECT_EQ(object.get<std::string>("name"), "Ada");
  EXPECT_EQ(object.get<int>("age"), 36);
  object.set("age", 37);
  EXPECT_EQ(object.get<int>("age"), 37);
  EXPECT_EQ(object.size(), 2U);
}

TEST(A9_guarded_attributes, refuses_a_name_that_begins_with_an_underscore) {
  settings shop;
  try {
    shop.set("_secret", 42);
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_STREQ(error.what(), "settings._secret = 42: a name that begins with an underscore is private");
    EXPECT_EQ(error.owner(), "settings");
    EXPECT_EQ(error.field(), "_secret");
    EXPECT_EQ(error.value(), "42");
  }
  EXPECT_FALSE(shop.contains("_secret"));
  EXPECT_THROW(shop.set("_", 1), validation_error);
  EXPECT_THROW(shop.set("__dict__", 1), validation_error);
  EXPECT_EQ(shop.size(), 0U);
  EXPECT_NO_THROW(shop.set("snake_case_", 1));
}

TEST(A9_guarded_attributes, does_not_ask_the_policy_about_a_private_name) {
  int calls = 0;
  guarded_attributes<counts_calls> object(counts_calls{&calls});
  EXPECT_THROW(object.set("_x", 1), validation_error);
  EXPECT_EQ(calls, 0);
  object.set("x", 1);
  EXPECT_EQ(calls, 1);
}

TEST(A9_guarded_attributes, stores_what_the_policy_makes_of_the_value) {
  settings shop;
  shop.set("title", "Ink   ");
  EXPECT_EQ(shop.get<std::string>("title"), "Ink");
  guarded_attributes<clears_everything> forgetful;
  forgetful.set("x", 1);
  EXPECT_TRUE(forgetful.contains("x"));
  EXPECT_FALSE(forgetful.get("x").has_value());
}

TEST(A9_guarded_attributes, changes_nothing_when_the_policy_refuses) {
  settings shop;
  shop.set("share", 0.5);
  EXPECT_EQ(message_of([&] { shop.set("share", 1.5); }), "settings.share = 1.5: must be at most 1");
  EXPECT_EQ(shop.get<double>("share"), 0.5);
  EXPECT_EQ(message_of([&] { shop.set("title", "  "); }), "settings.title = '': must not be blank");
  EXPECT_FALSE(shop.contains("title"));
}

TEST(A9_guarded_attributes, changes_nothing_when_the_policy_throws) {
  guarded_attributes<throws_after_change> object;
  EXPECT_EQ(message_of([&] { object.set("x", 1); }), "out of paper");
  EXPECT_FALSE(object.contains("x"));
}

TEST(A9_guarded_attributes, names_what_is_missing) {
  const settings shop;
  EXPECT_EQ(shop.find("colour"), nullptr);
  EXPECT_THROW((void)shop.get("colour"), missing_attribute);
  EXPECT_EQ(message_of([&] { (void)shop.get<int>("colour"); }), "settings.colour does not exist");
}

TEST(A9_guarded_attributes, names_value_and_types_when_asked_for_another_type) {
  settings shop;
  shop.set("port", 8080);
  EXPECT_EQ(message_of([&] { (void)shop.get<std::string>("port"); }), "settings.port = 8080 is int, not std::string");
  EXPECT_THROW((void)shop.get<long>("port"), attribute_type_error);
  EXPECT_THROW((void)shop.get<double>("port"), attribute_error);
  EXPECT_EQ(shop.get<int>("port"), 8080);
}

TEST(A9_guarded_attributes, takes_attributes_away) {
  settings shop;
  shop.set("port", 8080);
  EXPECT_TRUE(shop.erase("port"));
  EXPECT_FALSE(shop.erase("port"));
  EXPECT_FALSE(shop.contains("port"));
}

TEST(A9_guarded_attributes, is_discoverable_by_its_names) {
  settings shop;
  shop.set("title", "Ink");
  shop.set("port", 8080);
  EXPECT_EQ(patterns::meta::dir(shop), (std::vector<std::string>{"port", "title"}));
}

TEST(A9_guarded_attributes, shares_nothing_between_copies) {
  settings shop;
  shop.set("port", 8080);
  settings copy = shop;
  copy.set("port", 9090);
  EXPECT_EQ(shop.get<int>("port"), 8080);
  const settings moved = std::move(copy);
  EXPECT_EQ(moved.get<int>("port"), 9090);
}

TEST(A9_attribute, keeps_texts_as_strings) {
  const std::string_view view = "view";
  char buffer[] = "buffer";
  EXPECT_EQ(attribute("literal").get<std::string>(), "literal");
  EXPECT_EQ(attribute(view).get<std::string>(), "view");
  EXPECT_EQ(attribute(buffer).get<std::string>(), "buffer");
  EXPECT_EQ(attribute(std::string("owned")).get<std::string>(), "owned");
}

TEST(A9_attribute, keeps_what_is_in_an_optional) {
  EXPECT_EQ(attribute(std::optional(5)).get<int>(), 5);
  EXPECT_FALSE(attribute(std::optional<int>()).has_value());
  EXPECT_FALSE(attribute(std::nullopt).has_value());
  EXPECT_EQ(attribute(std::optional<attribute>(attribute(5))).get<int>(), 5);
}

TEST(A9_attribute, keeps_every_other_type_as_it_is) {
  const attribute answer = 42;
  EXPECT_TRUE(answer.holds<int>());
  EXPECT_FALSE(answer.holds<long>());
  EXPECT_FALSE(answer.holds<bool>());
  EXPECT_TRUE(attribute(true).holds<bool>());
  EXPECT_EQ(attribute(point{1, 2}).get<point>().y, 2);
  EXPECT_EQ(attribute(opaque(7)).get<opaque>().value(), 7);
}

TEST(A9_attribute, shows_its_value_as_repr_does) {
  EXPECT_EQ(attribute("it's").repr(), patterns::meta::repr(std::string("it's")));
  EXPECT_EQ(attribute(1.0).repr(), "1.0");
  EXPECT_EQ(attribute(point{1, 2}).repr(), "point(x=1, y=2)");
  EXPECT_EQ(attribute().repr(), "nothing");
  EXPECT_EQ(attribute().type_name(), "nothing");
  EXPECT_TRUE(attribute(opaque(7)).repr().ends_with("opaque>"));
  EXPECT_EQ(patterns::meta::repr(std::vector{attribute(1), attribute("a")}), "[1, 'a']");
}

TEST(A9_attribute, names_value_and_types_when_asked_for_another_type) {
  EXPECT_EQ(message_of([] { (void)attribute(42).get<bool>(); }), "attribute.value = 42 is int, not bool");
  EXPECT_EQ(message_of([] { (void)attribute().get<bool>(); }), "attribute.value holds nothing, not bool");
}

TEST(A9_attribute, holds_nothing_after_it_was_moved_from) {
  attribute source = "text";
  const attribute target = std::move(source);
  EXPECT_EQ(target.get<std::string>(), "text");
  EXPECT_FALSE(source.has_value());
  EXPECT_EQ(source.repr(), "nothing");
}

}  // namespace
