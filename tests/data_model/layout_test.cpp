#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::layout_of;
using patterns::data_model::member_layout;
using patterns::data_model::no_padding;

struct row {
  std::int32_t id;
  std::int16_t kind;
  std::int16_t flags;
};

struct holes {
  char letter;
  std::int64_t number;
  char last;
};

struct nests_holes {
  holes inner[2];
  std::int64_t number;
};

struct tag {};

struct with_empty {
  [[no_unique_address]] tag marker;
  std::int32_t value;
};

struct with_empty_of_one_byte {
  tag marker;
  char value;
};

struct over_aligned {
  char first;
  alignas(2) char second;
  std::int32_t third;
};

struct owns {
  std::string text;
  std::unique_ptr<int> number;
  const int constant;
};

static_assert(no_padding<row> && no_padding<const row>);
static_assert(!no_padding<holes> && !no_padding<nests_holes> && !no_padding<over_aligned>);
static_assert(no_padding<with_empty> && !no_padding<with_empty_of_one_byte>);
static_assert(!no_padding<int>);

static_assert(layout_of<holes>().size() == 24 && layout_of<holes>().alignment() == 8);
static_assert(layout_of<holes>().padding() == 14);
static_assert(layout_of<nests_holes>().padding() == 28);
static_assert(layout_of<row>().padding() == 0);

template <class T>
concept has_member_called_colour = requires { layout_of<T>().template member<"colour">(); };
static_assert(!has_member_called_colour<row>);

TEST(A4_layout, gives_each_member_its_place) {
  EXPECT_EQ(layout_of<holes>().members(),
            (std::array<member_layout, 3>{{{"letter", "char", 0, 1, 1},
                                           {"number", patterns::meta::type_name<std::int64_t>, 8, 8, 8},
                                           {"last", "char", 16, 1, 1}}}));
}

TEST(A4_layout, sees_an_alignment_that_the_type_of_the_field_does_not_show) {
  EXPECT_EQ(layout_of<over_aligned>().member<"second">().offset, 2U);
  EXPECT_EQ(layout_of<over_aligned>().member<"third">().offset, 4U);
}

TEST(A4_layout, agrees_with_the_addresses_in_an_object) {
  const owns object{"text", nullptr, 3};
  const auto offset_of = [&object](const auto& field) {
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&field) -
                                    reinterpret_cast<const std::byte*>(&object));
  };
  EXPECT_EQ(layout_of<owns>().member<"text">().offset, offset_of(object.text));
  EXPECT_EQ(layout_of<owns>().member<"number">().offset, offset_of(object.number));
  EXPECT_EQ(layout_of<owns>().member<"constant">().offset, offset_of(object.constant));
}

}  // namespace
