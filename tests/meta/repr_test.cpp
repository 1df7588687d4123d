#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

// Both can be taken apart by a structured binding, but not by std::get.
class version {
 public:
  constexpr version(int major, int minor) : major_(major), minor_(minor) {}

  template <std::size_t I>
  constexpr int get() const {
    return I == 0 ? major_ : minor_;
  }

 private:
  int major_;
  int minor_;
};

class span_of_time {
 public:
  constexpr span_of_time(int from, int to) : from_(from), to_(to) {}

  template <std::size_t I>
  friend constexpr int get(const span_of_time& time) {
    return I == 0 ? time.from_ : time.to_;
  }

 private:
  int from_;
  int to_;
};

class labelled : public std::tuple<int, std::string> {
 public:
  using tuple::tuple;
};

}  // namespace

template <>
struct std::tuple_size<version> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I>
struct std::tuple_element<I, version> : std::type_identity<int> {};

template <>
struct std::tuple_size<span_of_time> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I>
struct std::tuple_element<I, span_of_time> : std::type_identity<int> {};

template <>
struct std::tuple_size<labelled> : std::tuple_size<std::tuple<int, std::string>> {};
template <std::size_t I>
struct std::tuple_element<I, labelled> : std::tuple_element<I, std::tuple<int, std::string>> {};

template <>
struct std::formatter<span_of_time> : std::formatter<std::string> {
  auto format(const span_of_time& time, auto& context) const {
    const auto [from, to] = time;
    return std::formatter<std::string>::format(std::format("{} to {}", from, to), context);
  }
};

namespace {

using patterns::meta::has_repr;
using patterns::meta::repr;
using patterns::meta::tuple_of_values;

static_assert(tuple_of_values<std::tuple<>> && tuple_of_values<std::pair<int, std::unique_ptr<int>>>);
static_assert(tuple_of_values<labelled>);
static_assert(!tuple_of_values<version> && !tuple_of_values<span_of_time>);

// What the concept accepts, repr can show: it was accepted for its tuple protocol, and repr did not compile.
static_assert(!has_repr<version>);
static_assert(!has_repr<std::vector<std::optional<version>>>);
static_assert(!has_repr<std::tuple<int, version>>);

TEST(A5_repr, shows_a_class_with_a_tuple_protocol_of_its_own_as_it_formats_itself) {
  const auto [from, to] = span_of_time(9, 17);
  EXPECT_EQ(from + to, 26) << "the protocol is for structured bindings";
  EXPECT_EQ(repr(span_of_time(9, 17)), "9 to 17");
  EXPECT_EQ(repr(std::vector{span_of_time(9, 12), span_of_time(13, 17)}), "[9 to 12, 13 to 17]");
}

TEST(A5_repr, shows_what_std_get_takes_apart_as_a_tuple) {
  EXPECT_EQ(repr(std::tuple()), "()");
  EXPECT_EQ(repr(std::pair(1, 2.0)), "(1, 2.0)");
  EXPECT_EQ(repr(labelled(7, "seven")), "(7, 'seven')");
}

}  // namespace
