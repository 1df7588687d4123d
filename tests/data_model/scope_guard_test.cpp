#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::scope_exit;
using patterns::data_model::scope_fail;
using patterns::data_model::scope_success;

struct throws_when_copied {
  int* calls;
  explicit throws_when_copied(int& counter) : calls(&counter) {}
  throws_when_copied(const throws_when_copied&) { throw std::runtime_error("copy"); }
  void operator()() const { ++*calls; }
};

template <template <class> class Guard>
std::pair<int, int> calls_on_success_and_failure() {
  int on_success = 0;
  {
    const Guard guard([&on_success] { ++on_success; });
  }
  int on_failure = 0;
  try {
    const Guard guard([&on_failure] { ++on_failure; });
    throw std::runtime_error("failure");
  } catch (const std::runtime_error&) {
  }
  return {on_success, on_failure};
}

static_assert(!std::copy_constructible<scope_exit<void (*)()>> && std::move_constructible<scope_exit<void (*)()>>);
static_assert(std::is_nothrow_destructible_v<scope_exit<void (*)()>>);
static_assert(!std::is_nothrow_destructible_v<scope_success<void (*)()>>);

TEST(A14_scope_guard, runs_on_the_ways_out_it_is_named_for) {
  EXPECT_EQ(calls_on_success_and_failure<scope_exit>(), (std::pair{1, 1}));
  EXPECT_EQ(calls_on_success_and_failure<scope_fail>(), (std::pair{0, 1}));
  EXPECT_EQ(calls_on_success_and_failure<scope_success>(), (std::pair{1, 0}));
}

TEST(A14_scope_guard, does_nothing_once_released) {
  int calls = 0;
  {
    scope_exit guard([&calls] { ++calls; });
    guard.release();
  }
  EXPECT_EQ(calls, 0);
}

TEST(A14_scope_guard, runs_once_when_it_was_moved) {
  int calls = 0;
  {
    scope_exit first([&calls] { ++calls; });
    const scope_exit second(std::move(first));
  }
  EXPECT_EQ(calls, 1);
}

TEST(A14_scope_guard, runs_if_its_callable_cannot_be_kept) {
  int calls = 0;
  const throws_when_copied action(calls);
  EXPECT_THROW(scope_exit<throws_when_copied>{action}, std::runtime_error);
  EXPECT_EQ(calls, 1);
  EXPECT_THROW(scope_fail<throws_when_copied>{action}, std::runtime_error);
  EXPECT_EQ(calls, 2);
  EXPECT_THROW(scope_success<throws_when_copied>{action}, std::runtime_error);
  EXPECT_EQ(calls, 2);
}

TEST(A14_scope_guard, tells_apart_the_failure_of_its_own_scope_from_one_already_under_way) {
  int failures = 0;
  int successes = 0;
  struct cleans_up_on_unwinding {
    int& failures;
    int& successes;
    ~cleans_up_on_unwinding() {
      const scope_fail fail([this] { ++failures; });
      const scope_success success([this] { ++successes; });
    }
  };
  try {
    const cleans_up_on_unwinding object{failures, successes};
    throw std::runtime_error("outer");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(successes, 1);
}

TEST(A14_scope_guard, for_success_may_itself_fail) {
  EXPECT_THROW({ const scope_success guard([] { throw std::logic_error("commit failed"); }); }, std::logic_error);
}

}  // namespace
