#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::no_plugin_options;
using patterns::meta::plugin;
using patterns::meta::plugin_base;
using patterns::meta::valid_plugin_options;

struct format_options {
  char separator;
  bool header = true;

  constexpr bool valid() const { return separator != '\0'; }
};

struct csv : plugin_base<csv, format_options{.separator = ';'}> {
  static constexpr std::string_view name = "csv";
  int rows = 0;
};

struct tsv : plugin_base<tsv, format_options{.separator = '\t', .header = false}> {
  static constexpr const char* name = "tsv";
};

struct plain : plugin_base<plain> {
  static constexpr std::string_view name = "plain";
  bool operator==(const plain&) const = default;
};

struct nameless : plugin_base<nameless> {};
struct with_empty_name {
  static constexpr std::string_view name = "";
};
struct with_number_for_a_name {
  static constexpr int name = 7;
};
struct with_name_of_the_object {
  std::string_view name = "mine";
};
struct with_name_that_can_change {
  static inline std::string_view name = "now";
};
class with_private_name {
  [[maybe_unused]] static constexpr std::string_view name = "secret";
};
struct no_relative {
  static constexpr std::string_view name = "structural";
};

static_assert(plugin<csv>);
static_assert(plugin<tsv>);
static_assert(plugin<no_relative>);
static_assert(!plugin<nameless>);
static_assert(!plugin<with_empty_name>);
static_assert(!plugin<with_number_for_a_name>);
static_assert(!plugin<with_name_of_the_object>);
static_assert(!plugin<with_name_that_can_change>);
static_assert(!plugin<with_private_name>);
static_assert(!plugin<int>);

static_assert(valid_plugin_options<format_options{.separator = ','}>);
static_assert(!valid_plugin_options<format_options{.separator = '\0'}>);
static_assert(!valid_plugin_options<format_options{}>, "an option left out is 0, which valid() refuses here");
static_assert(valid_plugin_options<no_plugin_options{}>);

static_assert(sizeof(csv) == sizeof(int));
static_assert(std::is_empty_v<plain>);
static_assert(std::is_trivially_copyable_v<csv>);
static_assert(csv::plugin_name() == "csv");
static_assert(plain() == plain());

template <plugin... Plugins>
std::vector<std::string_view> names_of() {
  return {std::string_view(Plugins::name)...};
}

TEST(B25_plugin, has_the_name_that_the_class_declares) {
  EXPECT_EQ((names_of<csv, tsv, no_relative>()), (std::vector<std::string_view>{"csv", "tsv", "structural"}));
  EXPECT_EQ(tsv::plugin_name(), "tsv");
}

TEST(B25_plugin, keeps_the_options_of_each_class) {
  EXPECT_EQ(csv::options.separator, ';');
  EXPECT_TRUE(csv::options.header);
  EXPECT_FALSE(tsv::options.header);
}

TEST(B25_plugin, is_made_copied_and_assigned_as_any_class) {
  csv first;
  first.rows = 3;
  csv second = first;
  EXPECT_EQ(second.rows, 3);
  second.rows = 4;
  first = second;
  EXPECT_EQ(first.rows, 4);
}

}  // namespace
