#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::repr;
using patterns::data_model::representable;
using patterns::data_model::represented;
using patterns::data_model::shown_as;

class vector {
 public:
  explicit vector(std::vector<double> xs) : xs_(std::move(xs)) {}
  [[nodiscard]] auto represent() const { return shown_as<"<{}>">(xs_); }

 private:
  std::vector<double> xs_;
};

struct city : represented {
  std::string name;
  double area = 0;
  [[nodiscard]] auto represent() const { return shown_as<"{} ({:.1f} km2)", "name", "area">(name, area); }
};

struct address {
  std::string street;
  vector place{{1, 2}};
  std::optional<int> floor{};
  [[nodiscard]] auto represent() const {
    return shown_as<"{} {} {}", "street", "place", "floor">(street, place, floor);
  }
};

struct computed {
  int side = 0;
  [[nodiscard]] auto represent() const { return shown_as<"{} of {}", "area", "what">(side * side, std::string("m2")); }
};

struct polygon {
  std::vector<std::vector<int>> sides;
  std::pair<std::string, int> label;
  std::vector<bool> closed;
  [[nodiscard]] auto represent() const { return shown_as<"{} / {} / {}">(sides, label, closed); }
};

struct has_a_local {
  [[nodiscard]] auto represent() const {
    const int local = 7;
    return shown_as<"{}">(local);
  }
};

struct silent {
  [[nodiscard]] auto represent() const { return shown_as<"nothing">(); }
};

struct atlas {
  std::vector<city> cities;
};

struct returns_text {
  [[nodiscard]] std::string represent() const { return ""; }
};

struct cannot_be_const {
  [[nodiscard]] auto represent() { return shown_as<"">(); }
};

static_assert(representable<vector> && representable<city> && representable<silent>);
static_assert(!representable<returns_text> && !representable<cannot_be_const> && !representable<int> &&
              !representable<std::string>);
static_assert(std::is_aggregate_v<city> && sizeof(city) == sizeof(std::pair<std::string, double>));

city berlin() {
  return {{}, "Berlin", 891.12};
}

template <class T>
std::string formatted(std::string_view format, const T& value) {
  return std::vformat(format, std::make_format_args(value));
}

TEST(A13_representable, has_a_text_for_a_reader_and_one_for_a_developer) {
  EXPECT_EQ(std::format("{}", berlin()), "Berlin (891.1 km2)");
  EXPECT_EQ(std::format("{:?}", berlin()), "city(name='Berlin', area=891.12)");
}

TEST(A13_representable, shows_a_list_as_its_elements) {
  EXPECT_EQ(std::format("{}", vector({1, 2.5})), "<1, 2.5>");
  EXPECT_EQ(std::format("{:?}", vector({1, 2.5})), "vector([1.0, 2.5])");
  EXPECT_EQ(std::format("{} {:?}", vector({}), vector({})), "<> vector([])");
}

TEST(A13_representable, shows_its_parts_in_the_form_that_it_is_shown_in) {
  EXPECT_EQ(std::format("{}", address{.street = "Quay"}), "Quay <1, 2> nullopt");
  EXPECT_EQ(std::format("{:?}", address{.street = "Quay", .floor = 3}),
            "address(street='Quay', place=vector([1.0, 2.0]), floor=3)");
}

TEST(A13_representable, may_show_what_it_has_computed) {
  EXPECT_EQ(std::format("{} {:?}", computed{3}, computed{3}), "9 of m2 computed(area=9, what='m2')");
}

TEST(A13_representable, keeps_numbers_that_were_computed_on_the_way) {
  EXPECT_EQ(std::format("{} {:?}", has_a_local{}, has_a_local{}), "7 has_a_local(7)");
}

TEST(A13_representable, shows_lists_in_lists_and_tuples_to_a_reader_as_repr_does) {
  EXPECT_EQ(std::format("{}", polygon{{{1, 2}, {3}}, {"a", 1}, {true, false}}), "[1, 2], [3] / ('a', 1) / true, false");
}

TEST(A13_representable, may_have_no_parts) {
  EXPECT_EQ(std::format("{} {:?}", silent{}, silent{}), "nothing silent()");
}

TEST(A13_representable, escapes_a_text_for_the_developer_only) {
  const city odd{{}, "a\n'b", 0};
  EXPECT_EQ(std::format("{}", odd), "a\n'b (0.0 km2)");
  EXPECT_EQ(std::format("{:?}", odd), "city(name=\"a\\n'b\", area=0.0)");
}

TEST(A13_representable, is_laid_out_as_a_string) {
  EXPECT_EQ(std::format("[{:>12}]", vector({1, 2})), "[      <1, 2>]");
  EXPECT_EQ(std::format("[{:*^20?}]", vector({1})), "[***vector([1.0])****]");
  EXPECT_EQ(std::format("[{:.3}]", vector({1, 2})), "[<1,]");
  EXPECT_EQ(std::format("[{:>{}}]", silent{}, 9), "[  nothing]");
}

TEST(A13_representable, refuses_a_format_that_is_not_that_of_a_string) {
  for (const std::string_view format : {"{:d}", "{:d?}", "{:??}", "{:?s}", "{:>{}?}"}) {
    EXPECT_THROW((void)formatted(format, silent{}), std::format_error) << format;
  }
}

TEST(A13_representable, takes_a_question_mark_as_fill_if_it_stands_before_an_alignment) {
  EXPECT_EQ(formatted("{:?>9}", silent{}), "??nothing");
}

TEST(A13_represented, shows_the_form_for_a_developer_to_repr_and_in_whatever_holds_it) {
  EXPECT_EQ(repr(berlin()), "city(name='Berlin', area=891.12)");
  EXPECT_EQ(repr(atlas{{berlin()}}), "atlas(cities=[city(name='Berlin', area=891.12)])");
}

}  // namespace
