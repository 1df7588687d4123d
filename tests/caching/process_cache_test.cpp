#include "googletest.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

import googletest;
import std;
import patterns.async;
import patterns.caching;
import patterns.concurrency;

using patterns::async::sync_wait;
using patterns::async::when_all;
using patterns::caching::cache;
using patterns::caching::cacheable_process_function;
using patterns::caching::process_cache;
using patterns::concurrency::process_pool_error;
using patterns::concurrency::process_pool_stopped;
using patterns::concurrency::remote_error;
using patterns::concurrency::run_worker;
using patterns::concurrency::thread_pool;
using patterns::concurrency::worker_died;

namespace jobs {

/// Leaves a mark in a file for each call, so that the test can count them.
void leave_mark(const std::string& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  (void)::write(opened, "x", 1);
  ::close(opened);
}

int square(const std::string& marks, int number) {
  leave_mark(marks);
  return number * number;
}

std::string greet(const std::string& name) {
  return "hello " + name;
}

/// Kills its worker unless it has left a mark before.
int crash_at_first(const std::string& marks, int number) {
  const bool first = !std::filesystem::exists(marks);
  leave_mark(marks);
  if (first && number == 13) {
    ::raise(SIGKILL);
  }
  return number;
}

int refuse(int number) {
  throw std::out_of_range(std::format("no {}", number));
}

/// Leaves a mark, and ends when there is the file `<marks>.go`.
int wait_for_go(const std::string& marks) {
  leave_mark(marks);
  while (!std::filesystem::exists(marks + ".go")) {
    std::this_thread::yield();
  }
  return 1;
}

int nothing() {
  return 5;
}

void no_result(int) {}

std::unique_ptr<int> only_moves(int number) {
  return std::make_unique<int>(number);
}

}  // namespace jobs

namespace {

static_assert(cache<process_cache<jobs::square>>);
static_assert(std::same_as<process_cache<jobs::square>::key_type, std::tuple<std::string, int>>);
static_assert(std::same_as<process_cache<jobs::greet>::key_type, std::string>);
static_assert(cacheable_process_function<decltype(&jobs::nothing)>);
static_assert(!cacheable_process_function<decltype(&jobs::no_result)>, "there is nothing to keep");
static_assert(!cacheable_process_function<decltype(&jobs::only_moves)>, "what is kept is copied");

/// A file of a test's own, in which jobs leave marks.
class marks {
 public:
  marks()
      : path_(std::filesystem::temp_directory_path() /
              std::format("patterns_process_cache_{}_{}", ::getpid(), made_++)) {}
  marks(const marks&) = delete;
  marks& operator=(const marks&) = delete;
  ~marks() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
    std::filesystem::remove(go_file(), ignored);
  }

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::size_t count() const {
    std::error_code none;
    const auto size = std::filesystem::file_size(path_, none);
    return none ? 0 : static_cast<std::size_t>(size);
  }
  void go() const { std::ofstream(go_file()).put('x'); }

 private:
  [[nodiscard]] std::string go_file() const { return path_.string() + ".go"; }

  static inline int made_ = 0;
  std::filesystem::path path_;
};

TEST(C19_process_cache, computes_once_and_keeps_the_result) {
  const marks calls;
  process_cache<jobs::square> squares({.pool = {.workers = 1}});
  EXPECT_EQ(squares.get_or_load(calls.path(), 7), 49);
  EXPECT_EQ(squares.get_or_load(calls.path(), 7), 49);
  EXPECT_EQ(squares.get_or_load(calls.path(), 8), 64);
  EXPECT_EQ(calls.count(), 2U);
  EXPECT_EQ(squares.size(), 2U);
  EXPECT_EQ(squares.stats().hits, 1U);
  EXPECT_EQ(squares.get({calls.path(), 8}), 64);
  EXPECT_TRUE(squares.erase({calls.path(), 8}));
  EXPECT_FALSE(squares.contains({calls.path(), 8}));
  EXPECT_EQ(squares.get_or_load(calls.path(), 8), 64);
  EXPECT_EQ(calls.count(), 3U);
}

TEST(C19_process_cache, takes_one_argument_as_it_is) {
  process_cache<jobs::greet> greetings({.pool = {.workers = 1}});
  EXPECT_EQ(greetings.get_or_load("Ada"), "hello Ada");
  EXPECT_TRUE(greetings.contains("Ada"));
  EXPECT_TRUE(greetings.put("Bob", "go away"));
  EXPECT_EQ(greetings.get_or_load("Bob"), "go away");
  greetings.clear();
  EXPECT_EQ(greetings.size(), 0U);
  process_cache<jobs::nothing> fives({.pool = {.workers = 1}});
  EXPECT_EQ(fives.get_or_load(), 5);
  EXPECT_EQ(fives.size(), 1U);
}

TEST(C19_process_cache, holds_no_more_than_it_may) {
  const marks calls;
  process_cache<jobs::square> squares({.capacity = 2, .pool = {.workers = 1}});
  for (const int number : {1, 2, 1, 3, 1, 2}) {
    (void)squares.get_or_load(calls.path(), number);
  }
  EXPECT_EQ(squares.size(), 2U);
  EXPECT_EQ(calls.count(), 4U) << "2 had to make room for 3";
}

TEST(C19_process_cache, shares_one_job_among_those_who_ask_at_once) {
  const marks calls;
  process_cache<jobs::wait_for_go> results({.pool = {.workers = 2}});
  std::atomic<int> sum = 0;
  std::vector<std::thread> asking;
  for (int i = 0; i < 4; ++i) {
    asking.emplace_back([&] { sum += results.get_or_load(calls.path()); });
  }
  while (results.waiting(calls.path()) < 3) {
    std::this_thread::yield();
  }
  EXPECT_EQ(results.running(), 1U);
  calls.go();
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_EQ(sum, 4);
  EXPECT_EQ(calls.count(), 1U);
}

TEST(C19_process_cache, the_death_of_a_worker_is_an_error_of_its_key_alone_and_is_not_remembered) {
  const marks calls;
  const marks others;
  jobs::leave_mark(others.path());
  process_cache<jobs::crash_at_first> numbers({.pool = {.workers = 1}});
  EXPECT_EQ(numbers.get_or_load(others.path(), 13), 13);
  EXPECT_THROW((void)numbers.get_or_load(calls.path(), 13), worker_died);
  EXPECT_FALSE(numbers.contains({calls.path(), 13}));
  EXPECT_EQ(numbers.get_or_load(others.path(), 13), 13) << "what was kept is kept";
  EXPECT_EQ(numbers.get_or_load(calls.path(), 13), 13) << "the next try works";
  EXPECT_EQ(calls.count(), 2U);
  EXPECT_EQ(numbers.running(), 0U);
}

TEST(C19_process_cache, a_worker_that_is_killed_between_jobs_costs_nothing) {
  process_cache<jobs::greet> greetings({.pool = {.workers = 1}});
  EXPECT_EQ(greetings.get_or_load("Ada"), "hello Ada");
  for (const auto process : greetings.pool().processes()) {
    ::kill(static_cast<::pid_t>(process), SIGKILL);
  }
  EXPECT_EQ(greetings.get_or_load("Ada"), "hello Ada");
  std::string answer;
  try {
    answer = greetings.get_or_load("Bob");
  } catch (const worker_died&) {  // if the pool had not noticed yet
    answer = greetings.get_or_load("Bob");
  }
  EXPECT_EQ(answer, "hello Bob");
}

TEST(C19_process_cache, what_the_function_throws_is_not_remembered) {
  process_cache<jobs::refuse> results({.pool = {.workers = 1}});
  for (int i = 0; i < 2; ++i) {
    try {
      (void)results.get_or_load(5);
      FAIL();
    } catch (const remote_error& error) {
      EXPECT_EQ(error.text(), "no 5");
    }
  }
  EXPECT_EQ(results.size(), 0U);
}

TEST(C19_process_cache, serves_coroutines_by_the_threads_of_a_pool) {
  const marks calls;
  process_cache<jobs::square> squares({.pool = {.workers = 2}});
  thread_pool waiting(2);
  const auto [first, second, third] = sync_wait(when_all(squares.get_or_load_on(waiting, {calls.path(), 3}),
                                                         squares.get_or_load_on(waiting, {calls.path(), 4}),
                                                         squares.get_or_load_on(waiting, {calls.path(), 3})));
  EXPECT_EQ(first + second + third, 34);
  EXPECT_EQ(calls.count(), 2U);
}

struct pair_hash {
  std::size_t operator()(const std::tuple<std::string, int>&) const { return 0; }
};

TEST(C19_process_cache, takes_a_hash_that_collides) {
  const marks calls;
  process_cache<jobs::square, pair_hash> squares({.pool = {.workers = 1}});
  EXPECT_EQ(squares.get_or_load(calls.path(), 2), 4);
  EXPECT_EQ(squares.get_or_load(calls.path(), 3), 9);
  EXPECT_EQ(squares.get_or_load(calls.path(), 2), 4);
  EXPECT_EQ(calls.count(), 2U);
}

}  // namespace

// The program of the theme's tests is its own worker.
int main(int argc, char** argv) {
  if (const auto status = run_worker()) {
    return *status;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
