#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache_info;
using patterns::caching::capacity_error;
using patterns::caching::memo_argument;
using patterns::caching::memo_result;
using patterns::caching::memo_signature;
using patterns::caching::memoize;
using patterns::caching::memoized;
using patterns::caching::recursive_load_error;
using patterns::caching::unbounded;
using patterns_test::message_of;

static_assert(memo_argument<int> && memo_argument<const std::string&> && memo_argument<std::string_view>);
static_assert(memo_argument<const int*> && memo_argument<std::shared_ptr<int>>);
static_assert(!memo_argument<int&> && !memo_argument<int&&> && !memo_argument<std::unique_ptr<int>>);
static_assert(!memo_argument<const char*> && !memo_argument<wchar_t*> && !memo_argument<const char* const&>);
static_assert(memo_result<int> && memo_result<std::string>);
static_assert(!memo_result<void> && !memo_result<int&> && !memo_result<std::unique_ptr<int>>);
struct unhashable {
  int value;
  [[nodiscard]] bool operator==(const unhashable&) const = default;
};
static_assert(memo_signature<int()> && memo_signature<std::string(const std::string&, int*)>);
static_assert(!memo_signature<int> && !memo_signature<void()> && !memo_signature<int(int&)>);
static_assert(!memo_signature<int(unhashable)> && !memo_signature<int(std::vector<int>)>);

static_assert(!std::is_copy_constructible_v<memoized<int(int), int (*)(int)>>);

int square_calls = 0;
int square(int number) {
  ++square_calls;
  return number * number;
}
int cube(int number) noexcept {
  return number * number * number;
}

TEST(C3_memoize, computes_each_answer_once) {
  square_calls = 0;
  auto known = memoize(square, 10);
  EXPECT_EQ(known(3), 9);
  EXPECT_EQ(known(3), 9);
  EXPECT_EQ(known(-3), 9);
  EXPECT_EQ(square_calls, 2);
}

TEST(C3_memoize, takes_whatever_can_be_called) {
  auto of_pointer = memoize(&square, 1);
  auto of_noexcept = memoize(cube, 1);
  auto named = memoize<int(int)>(square, 1);
  auto of_function = memoize(std::function<std::string(int)>([](int n) { return std::to_string(n); }), 1);
  auto of_mutable = memoize([calls = 0](int n) mutable { return ++calls * n; }, 1);
  auto of_nothing = memoize([calls = 0]() mutable { return ++calls; }, 1);
  auto of_move_only = memoize([one = std::make_unique<int>(1)](int n) { return *one + n; }, 1);
  EXPECT_EQ(of_pointer(2), 4);
  EXPECT_EQ(of_noexcept(2), 8);
  EXPECT_EQ(named(2), 4);
  EXPECT_EQ(of_function(2), "2");
  EXPECT_EQ(of_mutable(2), 2);
  EXPECT_EQ(of_mutable(2), 2);
  EXPECT_EQ(of_nothing(), 1);
  EXPECT_EQ(of_nothing(), 1);
  EXPECT_EQ(of_move_only(2), 3);
}

struct half {
  double operator()(double number) const { return number / 2; }
  int operator()(int number) const { return number / 2; }
};

TEST(C3_memoize, takes_the_overload_that_the_signature_names) {
  auto of_double = memoize<double(double)>(half(), 4);
  auto of_int = memoize<int(int)>(half(), 4);
  EXPECT_EQ(of_double(7), 3.5);
  EXPECT_EQ(of_double(7.0F), 3.5);
  EXPECT_EQ(of_int(7), 3);
  EXPECT_EQ(of_double.info().hits, 1U);
}

TEST(C3_memoize, keeps_arguments_of_several_types_apart_by_place_and_value) {
  int calls = 0;
  auto describe = memoize(
      [&](const std::string& name, int count, char mark) {
        ++calls;
        return std::format("{}{}{}", name, count, mark);
      },
      10);
  EXPECT_EQ(describe("a", 1, 'x'), "a1x");
  EXPECT_EQ(describe("a", 1, 'y'), "a1y");
  EXPECT_EQ(describe("b", 1, 'x'), "b1x");
  EXPECT_EQ(describe(std::string("a"), 1, 'x'), "a1x");
  EXPECT_EQ(describe(std::string_view("a"), 1L, 'x'), "a1x");
  EXPECT_EQ(calls, 3);
  auto difference = memoize([](int left, int right) { return left - right; }, 10);
  EXPECT_EQ(difference(1, 2), -1);
  EXPECT_EQ(difference(2, 1), 1);
}

TEST(C3_memoize, keeps_the_text_that_a_view_looks_at) {
  auto length = memoize([](std::string_view text) { return text.size(); }, 10);
  {
    std::string gone = "a text too long to be kept within a string";
    EXPECT_EQ(length(gone), 42U);
    gone.assign(gone.size(), 'x');
    EXPECT_EQ(length.peek(gone), nullptr);
  }
  EXPECT_NE(length.peek("a text too long to be kept within a string"), nullptr);
  std::wstring wide = L"wide";
  auto wide_length = memoize([](std::wstring_view text) { return text.size(); }, 10);
  EXPECT_EQ(wide_length(wide), 4U);
  EXPECT_EQ(wide_length(L"wide"), 4U);
  EXPECT_EQ(wide_length.info().hits, 1U);
}

TEST(C3_memoize, hands_the_kept_arguments_on_as_the_function_wants_them) {
  auto consumed =
      memoize([](std::vector<int>* to, std::string text) { return to->size() + std::move(text).size(); }, 3);
  std::vector<int> three(3);
  EXPECT_EQ(consumed(&three, "ab"), 5U);
  EXPECT_EQ(consumed(&three, "ab"), 5U);
  EXPECT_EQ(consumed.info().hits, 1U);
}

TEST(C3_memoize, tells_how_it_has_done) {
  auto known = memoize(square, 2);
  EXPECT_EQ(known.info(), (cache_info{.max_size = 2}));
  for (const int number : {1, 2, 1, 3, 1, 2}) {
    EXPECT_EQ(known(number), number * number);
  }
  EXPECT_EQ(known.info(), (cache_info{.hits = 2, .misses = 4, .max_size = 2, .current_size = 2}));
}

TEST(C3_memoize, forgets_the_answer_used_longest_ago) {
  auto known = memoize(square, 2);
  (void)known(1);
  (void)known(2);
  (void)known(1);
  (void)known(3);
  EXPECT_NE(known.peek(1), nullptr);
  EXPECT_EQ(known.peek(2), nullptr);
  EXPECT_EQ(*known.peek(3), 9);
}

TEST(C3_memoize, forgets_nothing_if_unbounded_and_everything_if_of_size_0) {
  auto all = memoize(square, unbounded);
  auto none = memoize(square, 0);
  for (int round = 0; round < 2; ++round) {
    for (int number = 0; number < 1'000; ++number) {
      EXPECT_EQ(all(number), none(number));
    }
  }
  EXPECT_EQ(all.info(), (cache_info{.hits = 1'000, .misses = 1'000, .max_size = unbounded, .current_size = 1'000}));
  EXPECT_EQ(none.info(), (cache_info{.hits = 0, .misses = 2'000, .max_size = 0, .current_size = 0}));
  EXPECT_THROW((void)memoize(square, unbounded - 1), capacity_error);
}

TEST(C3_memoize, peeks_without_counting_or_computing) {
  square_calls = 0;
  auto known = memoize(square, 2);
  EXPECT_EQ(known.peek(4), nullptr);
  (void)known(4);
  EXPECT_EQ(*known.peek(4), 16);
  EXPECT_EQ(square_calls, 1);
  EXPECT_EQ(known.info().hits, 0U);
  EXPECT_EQ(known.info().misses, 1U);
}

TEST(C3_memoize, begins_anew_when_it_is_cleared) {
  auto known = memoize(square, 2);
  (void)known(1);
  (void)known(1);
  known.clear();
  EXPECT_EQ(known.info(), (cache_info{.max_size = 2}));
  EXPECT_EQ(known(1), 1);
  EXPECT_EQ(known.info().misses, 1U);
}

TEST(C3_memoize, keeps_no_error) {
  int calls = 0;
  auto flaky = memoize(
      [&](int number) {
        if (++calls == 1) {
          throw std::runtime_error("down");
        }
        return number;
      },
      2);
  EXPECT_THROW((void)flaky(5), std::runtime_error);
  EXPECT_EQ(flaky.info(), (cache_info{.misses = 1, .max_size = 2}));
  EXPECT_EQ(flaky(5), 5);
  EXPECT_EQ(flaky(5), 5);
  EXPECT_EQ(calls, 2);
}

TEST(C3_memoize, makes_a_recursive_function_linear) {
  int calls = 0;
  auto fibonacci = memoize<std::uint64_t(int)>(
      [&](auto& self, int n) -> std::uint64_t {
        ++calls;
        return n < 2 ? static_cast<std::uint64_t>(n) : self(n - 1) + self(n - 2);
      },
      unbounded);
  EXPECT_EQ(fibonacci(80), 23'416'728'348'467'685U);
  EXPECT_EQ(calls, 81);
  EXPECT_EQ(fibonacci.info(), (cache_info{.hits = 78, .misses = 81, .max_size = unbounded, .current_size = 81}));
}

// With room for one answer each is pushed out while the sum is being made: references would be to nothing.
TEST(C3_memoize, gives_answers_that_hold_when_later_calls_push_them_out) {
  auto words = memoize<std::string(int)>(
      [](auto& self, int n) -> std::string {
        return n == 0 ? "a text too long to be kept within a string" : self(n - 1).substr(1) + self(n - 1).substr(0, 1);
      },
      1);
  EXPECT_EQ(words(3), "ext too long to be kept within a stringa t");
}

TEST(C3_memoize, goes_deep) {
  auto sum = memoize<long(int)>([](auto& self, int n) -> long { return n == 0 ? 0 : n + self(n - 1); }, unbounded);
  EXPECT_EQ(sum(2'000), 2'001'000);
  EXPECT_EQ(sum(4'000), 8'002'000);
}

TEST(C3_memoize, refuses_a_call_that_waits_for_itself) {
  auto itself = memoize<int(int, std::string)>(
      [](auto& self, int n, const std::string& s) -> int { return self(n, s); }, unbounded);
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)itself(7, "x"); }),
            "memoize: the load of key (7, x) waits for itself");
  EXPECT_EQ(itself.info().current_size, 0U);
  // 50 steps to a circle of 1,000.
  int calls = 0;
  auto circle = memoize<int(int)>(
      [&](auto& self, int n) -> int {
        ++calls;
        return self(n < 1'049 ? n + 1 : 50);
      },
      3);
  EXPECT_THROW((void)circle(0), recursive_load_error);
  EXPECT_LT(calls, 2 * 1'050);
}

TEST(C3_memoize, can_be_used_after_a_circle_was_refused) {
  auto careful = memoize<int(int)>(
      [](auto& self, int n) -> int {
        try {
          return self(n);
        } catch (const recursive_load_error&) {
          return -n;
        }
      },
      4);
  EXPECT_EQ(careful(5), -5);
  EXPECT_EQ(careful(5), -5);
  EXPECT_EQ(careful.info().hits, 1U);
}

struct moody {
  int value;
  static inline bool angry = false;

  explicit moody(int v) : value(v) {}
  moody(const moody& other) : value(other.value) {
    if (angry) {
      throw std::runtime_error("copy");
    }
  }
  [[nodiscard]] bool operator==(const moody& other) const { return value == other.value; }
};

}  // namespace

template <>
struct std::hash<moody> {
  std::size_t operator()(const moody& key) const { return static_cast<std::size_t>(key.value); }
};

namespace {

TEST(C3_memoize, is_as_before_when_a_copy_throws) {
  auto value_of = memoize([](const moody& key) { return key.value; }, 4);
  const moody one(1);
  moody::angry = true;
  EXPECT_THROW((void)value_of(one), std::runtime_error);
  moody::angry = false;
  EXPECT_EQ(value_of.info().current_size, 0U);
  EXPECT_EQ(value_of(one), 1);
  // A hit copies no argument.
  moody::angry = true;
  EXPECT_EQ(value_of(one), 1);
  moody::angry = false;
}

}  // namespace
