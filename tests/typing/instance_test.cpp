#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::answered_by;
using patterns::typing::checkable_protocol;
using patterns::typing::conforms_to;
using patterns::typing::copyable;
using patterns::typing::enable_protocol;
using patterns::typing::erased;
using patterns::typing::is_instance;
using patterns::typing::protocol;
using patterns::typing::sized;
using patterns::typing::sized_protocol;
using patterns::typing::type_list;

struct shelf {
  std::size_t books = 3;
  [[nodiscard]] std::size_t size() const { return books; }
};

// Tells how many under another name, and cannot be changed.
struct legacy_list {
  [[nodiscard]] std::size_t GetCount() const { return 1; }
};

// Its size is a measure, not a number of things.
struct shirt {
  [[nodiscard]] std::size_t size() const { return 42; }
};

struct garment {
  [[nodiscard]] std::size_t size() const { return 38; }
};
struct trousers : garment {};

struct lamp {};

struct sized_by_changing {
  std::size_t size() { return 1; }
};

struct sized_by_text {
  [[nodiscard]] std::string size() const { return "XL"; }
};

struct naming {
  using signature = std::string() const;
  std::string operator()(const auto& value) const
    requires requires { value.name(); }
  {
    return value.name();
  }
};

struct named_interface {
  using operations = type_list<naming>;
  using queries = type_list<sized_protocol>;
};
using any_named = erased<named_interface>;

struct polite_protocol {
  template <class T>
  static constexpr bool test = requires(const T& value) { value.please(); };
};

struct crate : shelf {
  [[nodiscard]] std::string name() const { return "crate"; }
};

struct cat {
  [[nodiscard]] std::string name() const { return "cat"; }
};

// Its name is a secret.
struct spy {
  [[nodiscard]] std::string name() const { return "007"; }
};

struct mailbox {
  [[nodiscard]] std::string name() const { return "mailbox"; }
};

}  // namespace

template <>
inline constexpr bool patterns::typing::enable_protocol<legacy_list, sized_protocol> = true;
template <>
inline constexpr bool patterns::typing::enable_protocol<mailbox, sized_protocol> = true;
template <>
inline constexpr bool patterns::typing::enable_protocol<shirt, sized_protocol> = false;
template <std::derived_from<garment> T>
inline constexpr bool patterns::typing::enable_protocol<T, sized_protocol> = false;
template <>
inline constexpr bool patterns::typing::enable_protocol<spy, named_interface> = false;

namespace {

static_assert(sized<shelf> && sized<const shelf&> && sized<std::vector<int>> && sized<std::string_view>);
static_assert(!sized<lamp> && !sized<int> && !sized<void> && !sized<int*> && !sized<int[3]>);
static_assert(!sized<sized_by_changing> && !sized<sized_by_text>);
static_assert(sized<legacy_list> && sized<const legacy_list&>, "opted in");
static_assert(!sized<shirt> && !sized<shirt&>, "opted out");
static_assert(!sized<garment> && !sized<trousers>, "opted out with all that derive from it");

static_assert(checkable_protocol<sized_protocol> && checkable_protocol<named_interface>);
static_assert(!checkable_protocol<shelf> && !checkable_protocol<int> && !checkable_protocol<naming>);
static_assert(conforms_to<cat, named_interface> && !conforms_to<lamp, named_interface>);
static_assert(!conforms_to<spy, named_interface>);

static_assert(is_instance<sized_protocol>(shelf{}) && !is_instance<sized_protocol>(lamp{}));
static_assert(is_instance<sized_protocol>(legacy_list{}) && !is_instance<sized_protocol>(shirt{}));
static_assert(is_instance<named_interface>(cat{}) && !is_instance<named_interface>(spy{}));
static_assert(is_instance<polite_protocol>(lamp{}) == enable_protocol<lamp, polite_protocol>);

static_assert(std::convertible_to<cat, any_named> && !std::convertible_to<spy, any_named>);
static_assert(!std::constructible_from<any_named, std::in_place_type_t<spy>>);
static_assert(!std::convertible_to<std::reference_wrapper<spy>, any_named> &&
              !std::convertible_to<std::reference_wrapper<const spy>, any_named>);
static_assert(std::convertible_to<spy, protocol<copyable, naming>>, "it opted out of the interface, not of the name");

static_assert(answered_by<sized_protocol, named_interface> && answered_by<named_interface, named_interface>);
static_assert(!answered_by<polite_protocol, named_interface>);

template <class P, class T>
concept can_ask = requires(const T& value) { is_instance<P>(value); };
static_assert(can_ask<sized_protocol, any_named> && can_ask<named_interface, any_named>);
static_assert(!can_ask<polite_protocol, any_named>, "an erased value answers only what its interface asks");
static_assert(can_ask<polite_protocol, cat> && !can_ask<shelf, cat>);

TEST(B26_enable_protocol, asks_the_value_inside_an_erased_value) {
  EXPECT_TRUE(is_instance<sized_protocol>(any_named(crate{})));
  EXPECT_FALSE(is_instance<sized_protocol>(any_named(cat{})));
}

TEST(B26_enable_protocol, gives_the_answer_of_the_opted_in_from_inside) {
  any_named thing = mailbox{};
  EXPECT_TRUE(is_instance<sized_protocol>(thing));
  thing = cat{};
  EXPECT_FALSE(is_instance<sized_protocol>(thing));
}

TEST(B26_enable_protocol, asks_what_a_reference_refers_to) {
  crate mine;
  const cat hers;
  EXPECT_TRUE(is_instance<sized_protocol>(any_named(std::ref(mine))));
  EXPECT_TRUE(is_instance<sized_protocol>(any_named(std::cref(mine))));
  EXPECT_FALSE(is_instance<sized_protocol>(any_named(std::cref(hers))));
}

TEST(B26_enable_protocol, answers_no_without_a_value) {
  EXPECT_FALSE(is_instance<sized_protocol>(any_named()));
  EXPECT_FALSE(is_instance<named_interface>(any_named()));
  EXPECT_TRUE(is_instance<named_interface>(any_named(cat{})));
  any_named thing = crate{};
  const any_named moved = std::move(thing);
  EXPECT_FALSE(is_instance<sized_protocol>(thing));
  EXPECT_TRUE(is_instance<sized_protocol>(moved));
}

TEST(B26_enable_protocol, counts_the_sized_among_erased_values) {
  std::vector<any_named> things;
  things.emplace_back(crate{});
  things.emplace_back(cat{});
  things.emplace_back(mailbox{});
  EXPECT_EQ(std::ranges::count_if(things, [](const any_named& each) { return is_instance<sized_protocol>(each); }), 2);
}

}  // namespace
