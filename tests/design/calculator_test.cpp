#include "googletest.hpp"

import googletest;
import std;
import patterns.design;

namespace {

using patterns::design::calculator;
using patterns::design::empty_strategy;
using patterns::design::shared_strategy;
using patterns::design::strategy;

using runtime_calculator = calculator<int(int, int)>;

struct sum {
  constexpr int operator()(int left, int right) const noexcept { return left + right; }
};

struct product {
  constexpr int operator()(int left, int right) const { return left * right; }
};

struct counting {
  int calls = 0;
  int operator()(int, int) { return ++calls; }
};

int difference(int left, int right) {
  return left - right;
}

static_assert(strategy<sum, int, int, int> && strategy<decltype(difference), int, int, int>);
static_assert(!strategy<sum, int, int> && !strategy<sum, std::string, int, int>);
static_assert(!strategy<counting, int, int, int>, "a call must not change the strategy: others may be calling it");

static_assert(calculator(sum()).run(2, 3) == 5 && calculator(product()).run(2, 3) == 6);
static_assert(std::is_empty_v<calculator<sum>> && std::is_trivially_copyable_v<calculator<sum>>);
static_assert(noexcept(std::declval<const calculator<sum>&>().run(2, 3)));
static_assert(!noexcept(std::declval<const calculator<product>&>().run(2, 3)));

static_assert(std::constructible_from<runtime_calculator, sum>);
static_assert(!std::constructible_from<runtime_calculator, counting>);
static_assert(!std::copy_constructible<runtime_calculator>);

template <class Use>
void expect_empty_strategy(Use&& use, const std::string& message) {
  try {
    use();
    FAIL() << "no exception";
  } catch (const empty_strategy& error) {
    EXPECT_EQ(error.what(), message);
  }
}

TEST(A23_calculator, computes_with_the_strategy_it_was_made_with) {
  EXPECT_EQ(runtime_calculator(sum()).run(2, 3), 5);
  EXPECT_EQ(runtime_calculator(product()).run(2, 3), 6);
}

TEST(A23_calculator, takes_functions_members_and_objects_that_can_only_be_moved) {
  EXPECT_EQ(runtime_calculator(difference).run(2, 3), -1);
  EXPECT_EQ(runtime_calculator(&difference).run(2, 3), -1);
  EXPECT_EQ(calculator<std::size_t(const std::string&)>(&std::string::size).run("four"), 4U);
  auto add_seven = [seven = std::make_unique<int>(7)](int left, int right) { return left + right + *seven; };
  EXPECT_EQ(runtime_calculator(std::move(add_seven)).run(2, 3), 12);
}

TEST(A23_calculator, passes_references_through_and_moves_values_into_place) {
  const calculator<void(std::unique_ptr<int>, int&)> store(
      [](std::unique_ptr<int> value, int& place) { place = *value; });
  int place = 0;
  store.run(std::make_unique<int>(7), place);
  EXPECT_EQ(place, 7);
}

TEST(A23_calculator, uses_the_new_strategy_after_a_swap_and_hands_back_the_old) {
  runtime_calculator calculates{sum()};
  const auto old = calculates.swap(product());
  EXPECT_EQ(calculates.run(2, 3), 6);
  EXPECT_EQ(old(2, 3), 5);
  const auto newer = calculates.swap(old);
  EXPECT_EQ(calculates.run(2, 3), 5);
  EXPECT_EQ(newer(2, 3), 6);
  EXPECT_TRUE(calculates.current() == old);
}

TEST(A23_calculator, refuses_to_be_made_with_an_empty_strategy) {
  const std::string message = "calculator: a calculator needs a strategy, and this one is empty";
  expect_empty_strategy([] { runtime_calculator{std::function<int(int, int)>()}; }, message);
  expect_empty_strategy([] { runtime_calculator{static_cast<int (*)(int, int)>(nullptr)}; }, message);
  expect_empty_strategy([] { runtime_calculator{shared_strategy<int(int, int)>()}; }, message);
  expect_empty_strategy([] { calculator{static_cast<int (*)(int, int)>(nullptr)}; }, message);
  expect_empty_strategy([] { calculator{std::function<int(int, int)>()}; }, message);
}

TEST(A23_calculator, keeps_its_strategy_when_a_swap_is_refused) {
  runtime_calculator calculates{sum()};
  expect_empty_strategy([&] { calculates.swap(std::function<int(int, int)>()); },
                        "calculator: a swap needs a strategy, and this one is empty");
  EXPECT_EQ(calculates.run(2, 3), 5);
}

TEST(A23_calculator, says_so_when_a_handed_over_strategy_is_called) {
  shared_strategy<int(int, int)> given = sum();
  const runtime_calculator calculates{std::move(given)};
  given = {};
  expect_empty_strategy([&] { given(2, 3); }, "calculator: a call needs a strategy, and this one is empty");
  EXPECT_FALSE(given);
}

TEST(A23_calculator, lets_an_exception_of_the_strategy_through_and_goes_on) {
  runtime_calculator calculates{[](int left, int right) {
    if (right == 0) {
      throw std::domain_error("division by zero");
    }
    return left / right;
  }};
  EXPECT_THROW(calculates.run(1, 0), std::domain_error);
  EXPECT_EQ(calculates.run(6, 3), 2);
}

TEST(A23_calculator, keeps_a_strategy_alive_that_swaps_itself_out) {
  runtime_calculator calculates{sum()};
  auto token = std::make_shared<int>(7);
  const std::weak_ptr<int> alive = token;
  calculates.swap([&calculates, token = std::move(token)](int, int) {
    calculates.swap(product());
    return *token;
  });
  EXPECT_EQ(calculates.run(2, 3), 7);
  EXPECT_TRUE(alive.expired());
  EXPECT_EQ(calculates.run(2, 3), 6);
}

TEST(A23_calculator, neither_swap_nor_call_waits_for_a_call_in_flight_which_keeps_its_strategy) {
  std::latch inside(1);
  std::latch go_on(1);
  auto token = std::make_shared<int>(7);
  const std::weak_ptr<int> alive = token;
  runtime_calculator calculates{[&inside, &go_on, token = std::move(token)](int, int) {
    inside.count_down();
    go_on.wait();
    return *token;
  }};
  int result = 0;
  std::thread caller([&] { result = calculates.run(2, 3); });
  inside.wait();
  calculates.swap(sum());
  EXPECT_EQ(calculates.run(2, 3), 5);
  EXPECT_FALSE(alive.expired());
  go_on.count_down();
  caller.join();
  EXPECT_EQ(result, 7);
  EXPECT_TRUE(alive.expired());
}

// Each strategy computes from two members that belong together: a torn or dead one would give another sum.
TEST(A23_calculator, never_mixes_strategies_when_threads_call_and_swap_at_once) {
  constexpr int rounds = 2'000;
  const auto scale = [](int factor) {
    return [pair = std::vector{factor, 1'000 - factor}](int left, int right) {
      return left * pair.at(0) + right * pair.at(1);
    };
  };
  runtime_calculator calculates{scale(1)};
  std::atomic<int> wrong = 0;
  std::barrier start(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        wrong += calculates.run(1, 1) == 1'000 ? 0 : 1;
      }
    });
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const auto old = calculates.swap(scale(round + i));
        wrong += old(1, 1) == 1'000 ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(calculates.run(1, 1), 1'000);
}

}  // namespace
