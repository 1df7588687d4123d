#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;
import patterns.typing;

namespace {

using namespace patterns::data_model;

enum class color { red, green, blue };

struct circle {
  double radius;
};
struct rectangle {
  double width;
  double height;
};
struct square {
  double side;
};
using shape = std::variant<circle, rectangle, square>;

struct point {
  int x;
  int y;
};
struct segment {
  point from;
  point to;
};

struct base {
  virtual ~base() = default;
};
struct derived : base {
  int number = 7;
};
struct other : base {};

// Not trivial to copy, or libstdc++ makes it elsewhere first and the variant keeps what it had.
struct throws {
  explicit throws(int) { throw std::runtime_error("not made"); }

  std::string text;
};

class opaque {
 public:
  explicit opaque(int number) : number_(number) {}
  bool operator==(const opaque& right) const { return number_ == right.number_; }

 private:
  int number_;
};

// A tuple protocol of its own.
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

constexpr double area(const shape& any) {
  return match(any)(
      when(as<circle>(fields(bind))) >> [](double radius) { return 3 * radius * radius; },
      when(as<rectangle>(bind)) >> [](const rectangle& r) { return r.width * r.height; },
      when(as<square>(fields(field<"side">(bind)))) >> [](double side) { return side * side; });
}
static_assert(area(rectangle{2, 3}) == 6.0);
static_assert(area(square{3}) == 9.0);
static_assert(area(circle{1}) == 3.0);

constexpr std::string_view name_of(color c) {
  return match(c)(
      when(is<color::red>) >> [] { return std::string_view("red"); },
      when(either(is<color::green>, is<color::blue>)) >> [] { return std::string_view("cold"); });
}
static_assert(name_of(color::red) == "red" && name_of(color::blue) == "cold");

constexpr auto nothing = [](auto&&...) {};

template <class X, class... Cases>
concept matches = requires(X&& subject, Cases... cases) { match(std::forward<X>(subject))(cases...); };

template <class... Patterns>
concept refused_for_shape = !matches<const shape&, decltype(when(std::declval<Patterns>()) >> nothing)...>;

using as_circle = decltype(as<circle>);
using as_rectangle = decltype(as<rectangle>);
using as_square = decltype(as<square>);
using anything = decltype(_);

// What is missing, or can never be reached, is refused.
static_assert(!refused_for_shape<as_circle, as_rectangle, as_square>);
static_assert(refused_for_shape<as_circle, as_square>);
static_assert(!refused_for_shape<as_circle, anything>);
static_assert(refused_for_shape<anything, as_circle>);
static_assert(refused_for_shape<as_circle, as_circle, as_rectangle, as_square>);
static_assert(refused_for_shape<as_circle, as_rectangle, decltype(when(as<square>, [] { return true; }))>);
static_assert(refused_for_shape<as_circle, as_rectangle, decltype(as<square>(fields(1.0)))>);
static_assert(!refused_for_shape<as_circle, as_rectangle, decltype(as<square>(fields(1.0))), as_square>);
static_assert(refused_for_shape<decltype(as<int>), anything>);
static_assert(refused_for_shape<decltype(as<rectangle>(fields(bind))), anything>);

template <class... Patterns>
concept refused_for_color = !matches<color, decltype(when(std::declval<Patterns>()) >> nothing)...>;
static_assert(refused_for_color<decltype(is<color::red>), decltype(is<color::blue>)>);
static_assert(!refused_for_color<decltype(is<color::red>), decltype(is<color::blue>), decltype(is<color::green>)>);
static_assert(refused_for_color<color, color, color>);  // their values are not known when it compiles
static_assert(refused_for_color<decltype(is<color::red>), decltype(is<color::red>), anything>);
static_assert(!refused_for_color<color, anything>);

// A pattern that cannot match, a handler that cannot take what is bound, results with nothing in common.
static_assert(!matches<int, decltype(when("text") >> nothing), decltype(when(_) >> nothing)>);
static_assert(!matches<point, decltype(when(fields(bind)) >> nothing)>);
static_assert(!matches<point, decltype(when(fields(field<"z">(bind))) >> nothing)>);
static_assert(!matches<int, decltype(when(bind) >> [] {})>);
static_assert(!matches<int, decltype(when(0) >> [] { return 1; }), decltype(when(_) >> [] { return "one"; })>);
static_assert(!matches<int, decltype(when(either(bind, 0)) >> nothing)>);
static_assert(!matches<int, decltype(when(bind, [](std::string) { return true; }) >> nothing)>);
template <class... Given>
concept makes_fields = requires(Given... given) { fields(given...); };
static_assert(!makes_fields<int, decltype(field<"x">(0))>);

static_assert(std::same_as<decltype(match(1)(when(0) >> [] { return 1; }, when(_) >> [] { return 2.5; })), double>);
static_assert(std::is_void_v<decltype(match(1)(when(_) >> [] {}))>);

}  // namespace

template <>
struct std::tuple_size<version> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I>
struct std::tuple_element<I, version> : std::type_identity<int> {};

namespace {

std::string where(point p) {
  return match(p)(
      when(fields(0, 0)) >> [] { return std::string("origin"); },
      when(fields(0, bind)) >> [](int y) { return std::format("on the y axis at {}", y); },
      when(fields(bind, bind), std::equal_to()) >> [](int x, int) { return std::format("on the diagonal at {}", x); },
      when(_) >> [] { return std::string("elsewhere"); });
}

TEST(B10_match, takes_the_first_case_that_matches) {
  EXPECT_EQ(where({0, 0}), "origin");
  EXPECT_EQ(where({0, 3}), "on the y axis at 3");
  EXPECT_EQ(where({4, 4}), "on the diagonal at 4");
  EXPECT_EQ(where({4, 5}), "elsewhere");
}

TEST(B10_match, names_the_value_that_no_case_matches) {
  try {
    match(point{1, 2})(when(fields(0, _)) >> [] {});
    FAIL() << "no exception";
  } catch (const match_error& error) {
    EXPECT_STREQ(error.what(), "match: no case for point(x=1, y=2)");
  }
  try {
    match(opaque(1))(when(opaque(2)) >> [] {});
    FAIL() << "no exception";
  } catch (const match_error& error) {
    EXPECT_TRUE(std::string_view(error.what()).starts_with("match: no case for a ")) << error.what();
    EXPECT_TRUE(std::string_view(error.what()).ends_with("opaque")) << error.what();
  }
  try {
    match(version(2, 5))(when(fields(3, _)) >> [] {});
    FAIL() << "no exception";
  } catch (const match_error& error) {
    EXPECT_TRUE(std::string_view(error.what()).ends_with("version")) << error.what();
  }
}

TEST(B10_match, refuses_a_value_without_a_name_and_a_valueless_variant_at_run_time) {
  try {
    (void)name_of(static_cast<color>(7));
    FAIL() << "no exception";
  } catch (const match_error& error) {
    EXPECT_STREQ(error.what(), "match: no case for color(7)");
  }
  std::variant<int, throws> lost = 1;
  EXPECT_THROW(lost.emplace<throws>(1), std::runtime_error);
  ASSERT_TRUE(lost.valueless_by_exception());
  EXPECT_THROW(match(lost)(when(as<int>) >> [] {}, when(as<throws>) >> [] {}), match_error);
}

TEST(B10_match, looks_into_nested_records) {
  const auto kind = [](const segment& s) {
    return match(s)(
        when(fields(fields(bind, bind), fields(0, 0))) >> [](int x, int y) { return x + y; },
        when(fields(field<"to">(fields(field<"y">(bind))))) >> [](int y) { return 100 + y; });
  };
  EXPECT_EQ(kind({{1, 2}, {0, 0}}), 3);
  EXPECT_EQ(kind({{1, 2}, {3, 4}}), 104);
}

TEST(B10_match, binds_what_a_pattern_matched_before_what_is_inside_of_it) {
  const point p{0, 5};
  match(p)(
      when(bind(fields(0, bind))) >>
          [&](const point& whole, const int& y) {
            EXPECT_EQ(&whole, &p);
            EXPECT_EQ(&y, &p.y);
          },
      when(_) >> [] { FAIL(); });
}

TEST(B10_match, hands_over_an_lvalue_that_can_be_changed) {
  point p{1, 2};
  match(p)(when(fields(_, bind)) >> [](int& y) { y = 9; });
  EXPECT_EQ(p.y, 9);
}

TEST(B10_match, moves_out_of_an_rvalue_and_copies_nothing) {
  using owner = std::unique_ptr<int>;
  std::variant<int, owner> held = std::make_unique<int>(4);
  const auto taken = match(std::move(held))(
      when(as<int>) >> [] { return owner(); },
      when(as<owner>(bind)) >> [](owner&& pointer) { return std::move(pointer); });
  EXPECT_EQ(*taken, 4);
  EXPECT_EQ(std::get<owner>(held), nullptr);
}

TEST(B10_match, returns_a_reference_if_all_handlers_do) {
  point p{1, 2};
  int& chosen = match(p)(
      when(fields(bind, 2)) >> [](int& x) -> int& { return x; },
      when(fields(_, bind)) >> [](int& y) -> int& { return y; });
  EXPECT_EQ(&chosen, &p.x);
}

TEST(B10_match, asks_guards_in_order_and_none_after_the_case_that_matches) {
  std::vector<int> asked;
  const auto asks = [&](int which, bool answer) {
    return [&asked, which, answer](int) {
      asked.push_back(which);
      return answer;
    };
  };
  const int chosen = match(5)(
      when(bind, asks(1, false)) >> [](int) { return 1; }, when(6) >> [] { return 2; },
      when(bind, asks(3, true)) >> [](int) { return 3; }, when(bind, asks(4, true)) >> [](int) { return 4; },
      when(_) >> [] { return 5; });
  EXPECT_EQ(chosen, 3);
  EXPECT_EQ(asked, (std::vector{1, 3}));
}

TEST(B10_match, guards_a_pattern_inside_of_another) {
  const auto positive = when(bind, [](int n) { return n > 0; });
  const auto sum = [&](point p) {
    return match(p)(
        when(fields(positive, positive)) >> [](int x, int y) { return x + y; }, when(_) >> [] { return 0; });
  };
  EXPECT_EQ(sum({1, 2}), 3);
  EXPECT_EQ(sum({1, -2}), 0);
}

TEST(B10_match, tries_the_patterns_of_either_in_order_and_does_not_come_back_to_them) {
  int guards_asked = 0;
  const auto counted = [&](int) {
    ++guards_asked;
    return false;
  };
  const auto chosen = match(point{1, 2})(
      when(when(either(fields(bind, 2), fields(1, bind)), counted)) >> [](int) { return 1; },
      when(either(fields(bind, 3), fields(1, bind))) >> [](int n) { return 10 + n; }, when(_) >> [] { return 2; });
  EXPECT_EQ(chosen, 12);
  EXPECT_EQ(guards_asked, 1);
}

TEST(B10_match, compares_texts_and_numbers_by_value) {
  const auto kind = [](const auto& value) {
    return match(value)(
        when("go") >> [] { return 1; }, when(either("stop", std::string("halt"))) >> [] { return 2; },
        when(_) >> [] { return 0; });
  };
  EXPECT_EQ(kind(std::string("go")), 1);
  EXPECT_EQ(kind(std::string_view("halt")), 2);
  const char letters[] = {'g', 'o', '\0'};
  EXPECT_EQ(kind(static_cast<const char*>(letters)), 1);
  EXPECT_EQ(kind(static_cast<const char*>(nullptr)), 0);
  EXPECT_TRUE(
      match(std::numeric_limits<unsigned>::max())(when(-1) >> [] { return false; }, when(_) >> [] { return true; }));
}

TEST(B10_match, looks_into_an_any_and_at_the_class_of_an_object) {
  const auto kind = [](const std::any& any) {
    return match(any)(
        when(as<int>(0)) >> [] { return std::string("zero"); },
        when(as<int>(bind)) >> [](int n) { return std::to_string(n); },
        when(as<std::string>(bind)) >> [](const std::string& text) { return text; },
        when(_) >> [] { return std::string("?"); });
  };
  EXPECT_EQ(kind(0), "zero");
  EXPECT_EQ(kind(12), "12");
  EXPECT_EQ(kind(std::string("text")), "text");
  EXPECT_EQ(kind(2.5), "?");
  EXPECT_EQ(kind({}), "?");

  const auto number = [](const base& object) {
    return match(object)(
        when(as<derived>(bind)) >> [](const derived& d) { return d.number; }, when(as<other>) >> [] { return 1; },
        when(_) >> [] { return 0; });
  };
  EXPECT_EQ(number(derived()), 7);
  EXPECT_EQ(number(other()), 1);
  EXPECT_EQ(number(base()), 0);
}

TEST(B10_match, looks_through_what_may_be_empty) {
  const auto kind = [](const auto& maybe, const auto& none) {
    return match(maybe)(
        when(none) >> [] { return -1; }, when(some(0)) >> [] { return 0; },
        when(some(bind)) >> [](int n) { return n; });
  };
  EXPECT_EQ(kind(std::optional<int>(), std::nullopt), -1);
  EXPECT_EQ(kind(std::optional(0), std::nullopt), 0);
  EXPECT_EQ(kind(std::optional(3), std::nullopt), 3);
  EXPECT_EQ(kind(std::make_unique<int>(4), nullptr), 4);
  EXPECT_EQ(kind(std::shared_ptr<int>(), nullptr), -1);
}

TEST(B10_match, looks_at_the_elements_of_a_range) {
  const auto kind = [](const auto& words) {
    return match(words)(
        when(sequence()) >> [] { return std::string("nothing"); },
        when(sequence("go", bind)) >> [](const std::string& where) { return "go " + where; },
        when(sequence("drop", bind(rest))) >>
            [](auto&& things) { return std::format("drop {}", std::ranges::size(things)); },
        when(sequence(bind, rest, "please")) >> [](const std::string& verb) { return "politely " + verb; },
        when(sequence(rest, bind)) >> [](const std::string& last) { return "until " + last; });
  };
  using words = std::vector<std::string>;
  EXPECT_EQ(kind(words{}), "nothing");
  EXPECT_EQ(kind(words{"go", "north"}), "go north");
  EXPECT_EQ(kind(words{"drop"}), "drop 0");
  EXPECT_EQ(kind(words{"drop", "a", "b"}), "drop 2");
  EXPECT_EQ(kind(words{"open", "the", "door", "please"}), "politely open");
  EXPECT_EQ(kind(words{"please"}), "until please");  // one word cannot be the first and the last
  EXPECT_EQ(kind(std::deque<std::string>{"drop", "a"}), "drop 1");
  const std::vector numbers{1, 2, 3, 4};
  const auto middle = match(numbers)(
      when(sequence(1, bind(rest), 4)) >> [](std::span<const int> inner) { return inner; },
      when(_) >> [] { return std::span<const int>(); });
  ASSERT_EQ(middle.size(), 2U);
  EXPECT_EQ(middle.data(), numbers.data() + 1);
}

TEST(B10_match, takes_tuples_pairs_and_what_has_the_tuple_protocol) {
  const int answer = match(std::forward_as_tuple(1, "b", 2.5))(
      when(fields(1, "a", _)) >> [] { return 1; },
      when(fields(bind, "b", bind)) >> [](int n, double) { return n + 1; });
  EXPECT_EQ(answer, 2);
  const std::map<std::string, int> ages{{"Ana", 30}};
  EXPECT_TRUE(match(*ages.begin())(when(fields("Ana", 30)) >> [] { return true; }, when(_) >> [] { return false; }));
  EXPECT_EQ(
      match(version(2, 5))(when(fields(2, bind)) >> [](int minor) { return minor; }, when(_) >> [] { return 0; }), 5);
}

TEST(B10_match, lets_the_exception_of_a_handler_through) {
  EXPECT_THROW(match(1)(when(_) >> [] { throw std::domain_error("no"); }), std::domain_error);
}

TEST(B10_match, takes_overloaded_as_a_handler) {
  const auto shown = patterns::typing::overloaded{[](const circle&) { return 1; }, [](const square&) { return 2; },
                                                  [](const rectangle&) { return 3; }};
  const shape any = square{1};
  EXPECT_EQ(match(any)(
                when(either(as<circle>)) >> [] { return 0; }, when(as<rectangle>(bind)) >> shown,
                when(as<square>(bind)) >> shown),
            2);
}

TEST(B10_match, keeps_a_value_that_can_only_be_moved_in_a_pattern) {
  const std::unique_ptr<int> null;
  EXPECT_TRUE(match(null)(when(std::unique_ptr<int>()) >> [] { return true; }, when(_) >> [] { return false; }));
}

}  // namespace
