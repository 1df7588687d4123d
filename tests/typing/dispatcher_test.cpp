#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::ambiguous_overload;
using patterns::typing::as_declared;
using patterns::typing::dispatch_error;
using patterns::typing::dispatchable;
using patterns::typing::dispatcher;
using patterns::typing::multimethod;
using patterns::typing::no_overload;
using patterns::typing::overload_for;
using patterns::typing::overload_token;

struct shape {
  virtual ~shape() = default;
};
struct round_shape : shape {};
struct circle : round_shape {
  int radius = 3;
};
struct small_circle final : circle {};
struct square : shape {
  int side = 2;
};

struct label {
  virtual ~label() = default;
  std::string text = "label";
};
struct labelled_square : label, square {};

struct swims : virtual shape {
  int fins = 2;
};
struct drives : virtual shape {
  int wheels = 4;
};
struct amphibian : swims, drives {};

// Two shapes in one object: which of them is meant decides.
struct left_half : shape {
  std::string side = "left";
};
struct right_half : shape {
  std::string side = "right";
};
struct two_halves : left_half, right_half {};

using describe = dispatcher<std::string(const shape&)>;
using meet = dispatcher<std::string(const shape&, const shape&)>;

static_assert(dispatchable<void(shape&)> && dispatchable<int(int, const shape&, shape&&, shape&)>);
static_assert(!dispatchable<void()> && !dispatchable<void(int, std::string&)> && !dispatchable<void(shape)>);
static_assert(!dispatchable<void(shape&, shape&, shape&, shape&)>);
static_assert(dispatchable<void(shape&, shape&, shape&, as_declared<shape&>)>);
static_assert(dispatchable<void(const std::any&)>);

static_assert(overload_for<std::string (*)(const circle&), std::string(const shape&)>);
static_assert(overload_for<const char* (*)(const shape&), std::string(const shape&)>, "results convert");
static_assert(overload_for<int (*)(const circle&), void(const shape&)>, "or are dropped");
static_assert(overload_for<void (*)(const circle&), void(shape&)>, "const may be added");
static_assert(!overload_for<void (*)(circle&), void(const shape&)>, "but not taken away");
static_assert(!overload_for<void (*)(const label&), void(const shape&)>);
static_assert(!overload_for<void (*)(int), void(const shape&)>);
static_assert(!overload_for<void (*)(), void(const shape&)>);
static_assert(!overload_for<void (*)(circle&, std::string&), void(shape&, int)>);
static_assert(overload_for<void (*)(circle), void(const shape&)>, "a copy");
static_assert(overload_for<void (*)(circle&&), void(shape&&)> && !overload_for<void (*)(circle&&), void(shape&)>);
static_assert(!overload_for<std::string (*)(const circle&), const std::string&(const shape&)>, "it would dangle");
static_assert(overload_for<const std::string& (*)(const circle&), const std::string&(const shape&)>);
static_assert(!std::copyable<overload_token> && std::movable<overload_token>);

template <class Error, class Call>
void expect_error(const std::string& message, Call&& call) {
  try {
    call();
    FAIL() << "no exception";
  } catch (const Error& error) {
    std::string said = error.what();
    for (const std::string_view scope : {"(anonymous namespace)::", "{anonymous}::"}) {
      for (auto at = said.find(scope); at != std::string::npos; at = said.find(scope)) {
        said.erase(at, scope.size());
      }
    }
    EXPECT_EQ(said, message);
  }
}

TEST(B30_dispatcher, calls_the_overload_of_the_dynamic_type) {
  describe name;
  const auto of_circle = name.add([](const circle&) { return "circle"; });
  const auto of_square = name.add([](const square&) { return "square"; });
  const circle round;
  const square angular;
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(name(round), "circle");
    EXPECT_EQ(name(angular), "square");
  }
}

TEST(B30_dispatcher, prefers_the_most_derived_class_in_whatever_order_they_came) {
  describe name;
  const auto of_round = name.add([](const round_shape&) { return "round"; });
  const auto of_circle = name.add([](const circle&) { return "circle"; });
  const auto of_any = name.add([](const shape&) { return "shape"; });
  EXPECT_EQ(name(small_circle{}), "circle");
  EXPECT_EQ(name(round_shape{}), "round");
  EXPECT_EQ(name(square{}), "shape");
  EXPECT_EQ(name(shape{}), "shape");
}

TEST(B30_dispatcher, chooses_by_two_arguments) {
  meet how;
  const auto fallback = how.add([](const shape&, const shape&) { return "shape shape"; });
  const auto same = how.add([](const circle&, const circle&) { return "circle circle"; });
  const auto mixed = how.add([](const circle&, const square&) { return "circle square"; });
  EXPECT_EQ(how(circle{}, circle{}), "circle circle");
  EXPECT_EQ(how(small_circle{}, labelled_square{}), "circle square");
  EXPECT_EQ(how(square{}, circle{}), "shape shape");
}

TEST(B30_dispatcher, chooses_by_three_arguments_and_passes_the_others_on) {
  dispatcher<int(int, const shape&, const shape&, std::unique_ptr<int>, const shape&)> sum;
  const auto fallback = sum.add(
      [](int first, const shape&, const shape&, std::unique_ptr<int> owned, const shape&) { return first + *owned; });
  const auto all = sum.add([](int first, const circle& a, const square& b, std::unique_ptr<int> owned,
                              const circle& c) { return first + *owned + a.radius + b.side + c.radius; });
  EXPECT_EQ(sum(1, circle{}, square{}, std::make_unique<int>(10), small_circle{}), 19);
  EXPECT_EQ(sum(1, circle{}, square{}, std::make_unique<int>(10), square{}), 11);
}

TEST(B30_dispatcher, names_the_dynamic_types_that_no_overload_takes) {
  meet how("how");
  expect_error<no_overload>("how: no overload takes (circle, square)", [&] { how(circle{}, square{}); });
  const auto same = how.add([](const circle&, const circle&) { return "same"; });
  expect_error<no_overload>("how: no overload takes (circle, square)", [&] { how(circle{}, square{}); });
  EXPECT_EQ(how(circle{}, circle{}), "same");
  expect_error<dispatch_error>("how: no overload takes (shape, circle)", [&] { how(shape{}, circle{}); });
}

TEST(B30_dispatcher, names_the_candidates_of_an_ambiguous_call) {
  meet how("how");
  const auto first = how.add([](const circle&, const shape&) { return "first"; });
  const auto second = how.add([](const shape&, const circle&) { return "second"; });
  const auto fallback = how.add([](const shape&, const shape&) { return "fallback"; });
  EXPECT_EQ(how(circle{}, square{}), "first");
  for (int again = 0; again < 2; ++again) {
    expect_error<ambiguous_overload>(
        "how: (circle, small_circle) is ambiguous between (circle, shape) and (shape, circle)",
        [&] { how(circle{}, small_circle{}); });
  }
  const auto both = how.add([](const circle&, const circle&) { return "both"; });
  EXPECT_EQ(how(circle{}, small_circle{}), "both");
}

TEST(B30_dispatcher, finds_two_overloads_of_the_same_types_ambiguous) {
  describe name("name");
  const auto first = name.add([](const circle&) { return "first"; });
  auto second = name.add([](const circle&) { return "second"; });
  expect_error<ambiguous_overload>("name: (circle) is ambiguous between (circle) and (circle)",
                                   [&] { name(circle{}); });
  second.reset();
  EXPECT_EQ(name(circle{}), "first");
}

TEST(B30_dispatcher, sees_an_overload_that_comes_after_calls) {
  describe name;
  const auto fallback = name.add([](const shape&) { return "shape"; });
  EXPECT_EQ(name(circle{}), "shape");
  EXPECT_THROW(describe{}(circle{}), no_overload);
  const auto better = name.add([](const circle&) { return "circle"; });
  EXPECT_EQ(name(circle{}), "circle");
}

TEST(B30_dispatcher, forgets_an_overload_whose_token_goes) {
  describe name;
  const auto fallback = name.add([](const shape&) { return "shape"; });
  {
    const auto better = name.add([](const circle&) { return "circle"; });
    EXPECT_EQ(name(circle{}), "circle");
    EXPECT_EQ(name.signatures().size(), 2U);
  }
  EXPECT_EQ(name(circle{}), "shape");
  EXPECT_EQ(name.signatures().size(), 1U);
}

TEST(B30_dispatcher, keeps_an_overload_whose_token_is_released) {
  describe name;
  name.add([](const shape&) { return "shape"; }).release();
  EXPECT_EQ(name(circle{}), "shape");
}

TEST(B30_dispatcher, lets_a_token_replace_another_and_outlive_the_dispatcher) {
  overload_token token;
  {
    describe name("name");
    token = name.add([](const shape&) { return "first"; });
    token = name.add([](const shape&) { return "second"; });
    EXPECT_EQ(name(circle{}), "second");
    const overload_token moved = std::move(token);
    EXPECT_EQ(name(circle{}), "second");
    token = name.add([](const circle&) { return "third"; });
    EXPECT_EQ(name(circle{}), "third");
  }
  token.reset();
}

TEST(B30_dispatcher, finds_the_object_behind_a_second_base) {
  dispatcher<int(const shape&)> side;
  const auto of_square = side.add([](const square& given) { return given.side; });
  const auto of_labelled = side.add([](const labelled_square& given) { return 10 * given.side; });
  EXPECT_EQ(side(square{}), 2);
  EXPECT_EQ(side(labelled_square{}), 20);
}

TEST(B30_dispatcher, finds_the_object_behind_a_virtual_base) {
  dispatcher<int(shape&)> parts;
  const auto of_swims = parts.add([](swims& given) { return given.fins; });
  const auto of_drives = parts.add([](drives& given) { return given.wheels; });
  swims boat;
  drives car;
  amphibian both;
  EXPECT_EQ(parts(boat), 2);
  EXPECT_EQ(parts(car), 4);
  EXPECT_THROW(parts(both), ambiguous_overload);
  const auto of_both = parts.add([](amphibian& given) { return given.fins + given.wheels; });
  EXPECT_EQ(parts(both), 6);
}

TEST(B30_dispatcher, tells_two_bases_of_one_class_in_one_object_apart) {
  dispatcher<std::string(const shape&)> side;
  const auto left = side.add([](const left_half& half) { return half.side; });
  const two_halves whole;
  const shape& through_left = static_cast<const left_half&>(whole);
  const shape& through_right = static_cast<const right_half&>(whole);
  EXPECT_EQ(side(through_left), "left");
  EXPECT_THROW(side(through_right), no_overload);
  const auto right = side.add([](const right_half& half) { return half.side; });
  EXPECT_EQ(side(through_left), "left");
  EXPECT_EQ(side(through_right), "right");
  const auto both = side.add([](const two_halves&) { return "both"; });
  EXPECT_EQ(side(through_left), "both");
  EXPECT_EQ(side(through_right), "both");
}

TEST(B30_dispatcher, chooses_by_the_class_that_is_being_made) {
  struct described_while_made : circle {
    explicit described_while_made(const describe& name) : made_as(name(*this)) {}
    std::string made_as;
  };
  struct most_derived : described_while_made {
    using described_while_made::described_while_made;
  };
  describe name;
  const auto fallback = name.add([](const shape&) { return "shape"; });
  const auto of_base = name.add([](const described_while_made&) { return "base"; });
  const auto of_derived = name.add([](const most_derived&) { return "derived"; });
  const most_derived object(name);
  EXPECT_EQ(object.made_as, "base");
  EXPECT_EQ(name(object), "derived");
}

TEST(B30_dispatcher, keeps_const_and_lets_an_overload_change_what_is_not) {
  dispatcher<void(shape&, const shape&)> grow;
  const auto by_square = grow.add([](circle& target, const square& by) { target.radius += by.side; });
  circle round;
  grow(round, square{});
  EXPECT_EQ(round.radius, 5);
}

TEST(B30_dispatcher, hands_an_rvalue_on_as_one) {
  struct named : shape {
    std::string name = "a name too long for the small buffer";
  };
  dispatcher<std::string(shape&&)> take;
  const auto taking = take.add([](named&& given) { return std::move(given.name); });
  named source;
  EXPECT_EQ(take(std::move(source)), "a name too long for the small buffer");
  EXPECT_EQ(source.name, "");
}

TEST(B30_dispatcher, returns_a_reference) {
  dispatcher<int&(shape&)> size;
  const auto of_circle = size.add([](circle& round) -> int& { return round.radius; });
  circle round;
  size(round) = 9;
  EXPECT_EQ(round.radius, 9);
}

TEST(B30_dispatcher, passes_what_is_marked_as_declared) {
  dispatcher<void(const shape&, as_declared<std::ostream&>)> print;
  const auto of_circle = print.add([](const circle&, std::ostream& out) { out << "circle"; });
  std::ostringstream text;
  print(circle{}, text);
  EXPECT_EQ(text.str(), "circle");
}

TEST(B30_dispatcher, takes_generic_functions_when_told_the_parameters) {
  describe name;
  const auto size = [](const auto& given) { return std::to_string(sizeof(given)); };
  const auto of_circle = name.add<const circle&>(size);
  const auto of_square = name.add<const labelled_square&>(size);
  EXPECT_EQ(name(circle{}), std::to_string(sizeof(circle)));
  EXPECT_EQ(name(labelled_square{}), std::to_string(sizeof(labelled_square)));
}

TEST(B30_dispatcher, chooses_by_the_type_in_an_any) {
  dispatcher<double(const std::any&)> area("area");
  const auto of_square = area.add([](int side) { return 1.0 * side * side; });
  const auto of_rectangle = area.add([](const std::pair<int, int>& sides) { return 1.0 * sides.first * sides.second; });
  EXPECT_EQ(area(5), 25);
  EXPECT_EQ(area(std::pair(3, 4)), 12);
  expect_error<no_overload>("area: no overload takes (char const*)", [&] { area("circle"); });
  expect_error<no_overload>("area: no overload takes (void)", [&] { area(std::any()); });
  const auto fallback = area.add([](const std::any&) { return -1.0; });
  EXPECT_EQ(area("circle"), -1);
  EXPECT_EQ(area(5), 25);
}

TEST(B30_dispatcher, lets_an_exception_of_the_overload_through) {
  describe name;
  const auto guard = std::make_shared<int>(1);
  const auto failing = name.add([guard](const shape&) -> std::string { throw std::out_of_range("from the overload"); });
  EXPECT_THROW(name(circle{}), std::out_of_range);
  EXPECT_THROW(name(circle{}), std::out_of_range);
}

TEST(B30_dispatcher, destroys_what_an_overload_has_captured_when_it_goes) {
  describe name;
  const auto alive = std::make_shared<std::string>("captured");
  auto token = name.add([alive](const shape&) { return *alive; });
  EXPECT_EQ(name(circle{}), "captured");
  EXPECT_EQ(name(circle{}), "captured");
  EXPECT_EQ(alive.use_count(), 2);
  token.reset();
  EXPECT_EQ(alive.use_count(), 1);
  name.add([alive](const shape&) { return *alive; }).release();
  EXPECT_EQ(name(circle{}), "captured");
}

TEST(B30_dispatcher, destroys_what_is_captured_with_the_dispatcher) {
  const auto alive = std::make_shared<std::string>("captured");
  {
    describe name;
    name.add([alive](const shape&) { return *alive; }).release();
    EXPECT_EQ(name(circle{}), "captured");
  }
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(B30_dispatcher, lets_an_overload_remove_itself_and_finish) {
  describe name;
  overload_token token;
  const auto text = std::make_shared<std::string>("still here");
  token = name.add([&token, text](const shape&) {
    token.reset();
    return *text;
  });
  EXPECT_EQ(name(circle{}), "still here");
  EXPECT_EQ(text.use_count(), 1);
  EXPECT_THROW(name(circle{}), no_overload);
}

TEST(B30_dispatcher, lets_an_overload_call_its_dispatcher_and_add_to_it) {
  meet how;
  std::vector<overload_token> tokens;
  tokens.push_back(how.add([](const circle&, const square&) { return "circle first"; }));
  tokens.push_back(how.add([&](const square& left, const circle& right) { return how(right, left); }));
  tokens.push_back(how.add([&](const shape& left, const shape& right) {
    tokens.push_back(how.add([](const circle&, const circle&) { return "learned"; }));
    return how(left, right);
  }));
  EXPECT_EQ(how(square{}, circle{}), "circle first");
  EXPECT_EQ(how(circle{}, circle{}), "learned");
}

TEST(B30_dispatcher, says_whether_a_call_would_find_its_overload) {
  describe name;
  EXPECT_FALSE(name.accepts(circle{}));
  const auto of_circle = name.add([](const circle&) { return "circle"; });
  EXPECT_TRUE(name.accepts(small_circle{}));
  EXPECT_FALSE(name.accepts(square{}));
  const auto again = name.add([](const circle&) { return "circle"; });
  EXPECT_FALSE(name.accepts(circle{}));
}

TEST(B30_dispatcher, calls_again_after_it_forgot) {
  describe name;
  const auto of_circle = name.add([](const circle&) { return "circle"; });
  EXPECT_EQ(name(circle{}), "circle");
  name.forget();
  EXPECT_EQ(name(circle{}), "circle");
}

template <int Number>
struct numbered : circle {};

TEST(B30_dispatcher, remembers_many_combinations_of_types) {
  constexpr int count = 40;
  dispatcher<int(const shape&, const shape&)> code;
  std::vector<std::unique_ptr<shape>> shapes;
  std::vector<overload_token> tokens;
  tokens.push_back(code.add([](const shape&, const shape&) { return -1; }));
  [&]<int... Number>(std::integer_sequence<int, Number...>) {
    (shapes.push_back(std::make_unique<numbered<Number>>()), ...);
    (tokens.push_back(code.add([](const numbered<Number>&, const numbered<(Number * 7) % count>&) { return Number; })),
     ...);
  }(std::make_integer_sequence<int, count>{});
  for (int again = 0; again < 2; ++again) {
    for (int left = 0; left < count; ++left) {
      for (int right = 0; right < count; ++right) {
        const auto expected = right == (left * 7) % count ? left : -1;
        ASSERT_EQ(code(*shapes[static_cast<std::size_t>(left)], *shapes[static_cast<std::size_t>(right)]), expected);
      }
    }
  }
}

// Overloads come and go while others call. What a call finds is one of those that were there, never a mixture: the
// captured value says for which class it was meant.
TEST(B30_dispatcher, calls_while_overloads_come_and_go) {
  constexpr int rounds = 2000;
  meet how;
  const auto fallback = how.add([](const shape&, const shape&) { return "shape"; });
  const circle round;
  const square angular;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::latch ready(3);
  const auto call = [&] {
    ready.arrive_and_wait();
    while (!done.load()) {
      const auto of_circle = how(round, angular);
      const auto of_square = how(angular, round);
      wrong += of_circle != "shape" && of_circle != "a circle that is captured" && of_circle != "circle";
      wrong += of_square != "shape" && of_square != "a square that is captured" && of_square != "square";
    }
  };
  std::thread first(call);
  std::thread second(call);
  ready.arrive_and_wait();
  for (int i = 0; i < rounds; ++i) {
    auto captured =
        how.add([text = std::string("a circle that is captured")](const circle&, const square&) { return text; });
    auto plain = how.add([](const square&, const circle&) { return "square"; });
    captured.reset();
    plain.reset();
    plain = how.add([text = std::string("a square that is captured")](const square&, const circle&) { return text; });
    captured = how.add([](const circle&, const square&) { return "circle"; });
  }
  done = true;
  first.join();
  second.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(how(round, angular), "shape");
}

TEST(B30_dispatcher, lets_several_threads_add_and_see_types_for_the_first_time) {
  meet how;
  const auto fallback = how.add([](const shape&, const shape&) { return "shape"; });
  std::latch ready(3);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      ready.arrive_and_wait();
      for (int i = 0; i < 300; ++i) {
        wrong += how(circle{}, circle{}) != "shape";
        const auto mine = how.add([](const square&, const numbered<0>&) { return "mine"; });
        wrong += how(square{}, square{}) != "shape";
        wrong += how(small_circle{}, square{}) != "shape";
      }
    });
  }
  std::ranges::for_each(threads, &std::thread::join);
  EXPECT_EQ(wrong, 0);
}

struct greet : multimethod<greet, std::string(const shape&, const shape&)> {};

const std::string before_main = [] {
  const greet::overload early([](const shape&, const shape&) { return "early"; });
  return greet::call(circle{}, square{});
}();

const greet::overload circle_greets([](const circle&, const shape&) { return "hello from a circle"; });

TEST(B30_dispatcher, lets_a_token_take_the_place_of_the_one_whose_overload_owns_it) {
  describe what;
  auto inner = std::make_shared<overload_token>(what.add([](const shape&) { return std::string("shape"); }));
  auto* const owned = inner.get();
  auto outer = what.add([owner = std::move(inner)](const circle&) { return std::string("circle"); });
  outer = std::move(*owned);
  EXPECT_EQ(what(circle{}), "shape");
  outer.reset();
  EXPECT_FALSE(what.accepts(circle{}));
}

TEST(B30_dispatcher, refuses_an_overload_that_is_null) {
  describe what("describe");
  expect_error<patterns::typing::null_error>("describe: the overload is null", [&] {
    const auto token = what.add(static_cast<std::string (*)(const circle&)>(nullptr));
  });
  expect_error<patterns::typing::null_error>("describe: the overload is null", [&] {
    const auto token = what.add<const circle&>(std::function<std::string(const circle&)>());
  });
  EXPECT_FALSE(what.accepts(circle{}));
}

TEST(B30_multimethod, serves_before_main) {
  EXPECT_EQ(before_main, "early");
}

TEST(B30_multimethod, has_the_overloads_that_stand_anywhere) {
  EXPECT_EQ(greet::call(small_circle{}, square{}), "hello from a circle");
  EXPECT_EQ(greet{}(circle{}, circle{}), "hello from a circle");
  expect_error<no_overload>("greet: no overload takes (square, circle)", [] { greet::call(square{}, circle{}); });
}

TEST(B30_multimethod, takes_overloads_that_go_again) {
  const auto token = greet::overloads().add([](const square&, const circle&) { return "hello from a square"; });
  EXPECT_EQ(greet::call(square{}, circle{}), "hello from a square");
  EXPECT_EQ(greet::overloads().signatures().size(), 2U);
}

}  // namespace
