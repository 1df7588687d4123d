#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::dir;
using patterns::meta::discoverable;
using patterns::meta::field_names;
using patterns::meta::has_dynamic_names;
using patterns::meta::member_kind;
using patterns::meta::members_of;

using names = std::vector<std::string>;

struct point {
  int y;
  int x;
};

struct empty {};

struct settings {
  int port = 80;
  std::string host;
  std::map<std::string, std::string> extra;

  auto dynamic_names() const { return std::views::keys(extra); }
};

class column_names {
 public:
  // By value, and so from temporaries.
  std::vector<std::string> dynamic_names() const { return {"b", "a", "b", ""}; }

 private:
  [[maybe_unused]] int rows_ = 0;
};

class service {
 public:
  int ping() const { return 1; }
  using api = patterns::meta::api<patterns::meta::method<"ping", "answers", &service::ping>>;

 private:
  [[maybe_unused]] int secret_ = 0;
};

struct counter {
  int value = 0;
  void reset() { value = 0; }
  std::array<const char*, 2> dynamic_names() const { return {"reset", "zeal"}; }
  using api = patterns::meta::api<patterns::meta::method<"reset", "starts anew", &counter::reset>>;
};

struct wrong_names {
  explicit wrong_names(int) {}
  std::vector<int> dynamic_names() const { return {}; }
};

static_assert(discoverable<point>);
static_assert(discoverable<const point>);
static_assert(discoverable<column_names>);
static_assert(discoverable<service>);
static_assert(!discoverable<wrong_names>);
static_assert(!discoverable<int>);
static_assert(has_dynamic_names<settings>);
static_assert(!has_dynamic_names<point>);

static_assert(field_names<point> == std::array<std::string_view, 2>{"y", "x"});
static_assert(members_of<point>.size() == 2);
static_assert(members_of<const point> == members_of<point>);
static_assert(members_of<point>[0].name == "y");
static_assert(members_of<point>[0].kind == member_kind::field);
static_assert(members_of<point>[0].type == "int");
static_assert(members_of<empty>.empty());
static_assert(members_of<service>.size() == 1);

TEST(D9_dir, lists_fields_then_methods_with_types_and_documentation) {
  const auto& members = members_of<counter>;
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "value");
  EXPECT_EQ(members[0].doc, "");
  EXPECT_EQ(members[1].name, "reset");
  EXPECT_EQ(members[1].kind, member_kind::method);
  EXPECT_EQ(members[1].doc, "starts anew");
  EXPECT_TRUE(members[1].type.starts_with("void")) << members[1].type;
}

TEST(D9_dir, sorts_the_fields_of_a_record) {
  EXPECT_EQ(dir(point{}), (names{"x", "y"}));
  EXPECT_EQ(dir(empty{}), names());
}

TEST(D9_dir, merges_static_and_dynamic_names) {
  settings web;
  web.extra = {{"theme", "dark"}, {"a", ""}};
  EXPECT_EQ(dir(web), (names{"a", "extra", "host", "port", "theme"}));
}

TEST(D9_dir, names_nothing_twice) {
  settings web;
  web.extra = {{"port", "another"}};
  EXPECT_EQ(dir(web), (names{"extra", "host", "port"}));
  EXPECT_EQ(dir(column_names()), (names{"", "a", "b"}));
  EXPECT_EQ(dir(counter()), (names{"reset", "value", "zeal"}));
}

TEST(D9_dir, follows_the_object) {
  settings web;
  EXPECT_EQ(dir(web).size(), 3U);
  web.extra["timeout"] = "30";
  EXPECT_EQ(dir(web).back(), "timeout");
}

TEST(D9_dir, lists_the_methods_of_a_class_that_hides_its_fields) {
  EXPECT_EQ(dir(service()), names{"ping"});
}

}  // namespace
