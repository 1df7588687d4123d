#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::member_name;

struct euro {};

template <class T>
struct amount {
  int cents = 0;
  amount& operator+=(int more) {
    cents += more;
    return *this;
  }
  bool operator<(const amount& other) const { return cents < other.cents; }
  int operator()() const { return cents; }
  template <class Other>
  amount<Other> convert() const {
    return {cents};
  }
};

TEST(meta_member_name, is_that_of_a_field_or_function_without_its_scope) {
  EXPECT_EQ((member_name<&amount<euro>::cents>), "cents");
  EXPECT_EQ((member_name<&amount<int>::operator+= >), "operator+=");
  EXPECT_EQ((member_name < &amount<euro>::operator<>), "operator<");
  EXPECT_EQ((member_name<&amount<euro>::operator()>), "operator()");
}

// Whether the template arguments are shown is the compiler's; what stands behind a scope in them is never taken for it.
TEST(meta_member_name, of_a_template_begins_with_its_own_name) {
  const auto is_convert = [](std::string_view name) { return name == "convert" || name.starts_with("convert<"); };
  EXPECT_TRUE(is_convert(member_name<&amount<euro>::convert<int>>)) << (member_name<&amount<euro>::convert<int>>);
  EXPECT_TRUE(is_convert(member_name<&amount<int>::convert<euro>>)) << (member_name<&amount<int>::convert<euro>>);
}

template <auto Value>
concept names_a_member = requires { member_name<Value>; };
static_assert(names_a_member<&amount<int>::cents>);
static_assert(!names_a_member<5> && !names_a_member<nullptr>);

}  // namespace
