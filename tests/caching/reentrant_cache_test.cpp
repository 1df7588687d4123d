#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache;
using patterns::caching::load_depth_error;
using patterns::caching::memo_cache;
using patterns::caching::recursive_load_error;
using patterns::caching::reentrant_cache;
using patterns::caching::reentrant_loader;

using number_cache = reentrant_cache<int, std::uint64_t>;

static_assert(cache<number_cache>);
static_assert(reentrant_loader<int (*)(number_cache&, int), number_cache>);
static_assert(!reentrant_loader<int (*)(int), number_cache>);

std::uint64_t fibonacci(number_cache& cache, int n) {
  return n < 2 ? static_cast<std::uint64_t>(n) : cache(n - 1) + cache(n - 2);
}

/// What `call` throws as an `Error` says.
template <class Error, class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no exception";
}

TEST(C7_reentrant_cache, finds_each_value_out_once) {
  number_cache numbers(1'000, fibonacci);
  EXPECT_EQ(numbers(80), 23'416'728'348'467'685U);
  EXPECT_EQ(numbers.size(), 81U);
  EXPECT_EQ(numbers.loads().loads, 81U);
  EXPECT_EQ(numbers.get(10), 55U);
  EXPECT_EQ(numbers.get(90), std::nullopt);
}

TEST(C7_reentrant_cache, is_a_cache_besides) {
  number_cache numbers(1'000, fibonacci);
  EXPECT_TRUE(numbers.put(1, 10U));
  EXPECT_TRUE(numbers.put(0, 0U));
  EXPECT_EQ(numbers.get_or_load(3), 20U);
  EXPECT_TRUE(numbers.contains(3));
  EXPECT_TRUE(numbers.erase(3));
  EXPECT_FALSE(numbers.erase(3));
  numbers.clear();
  EXPECT_EQ(numbers.get_or_load(3), 2U);
}

TEST(C7_reentrant_cache, finds_out_again_what_was_evicted) {
  for (const std::size_t capacity : {0U, 1U, 2U}) {
    number_cache numbers(capacity, fibonacci);
    EXPECT_EQ(numbers(12), 144U);
    EXPECT_EQ(numbers.size(), capacity);
  }
}

using text_cache = reentrant_cache<std::string, int>;
using graph = std::map<std::string, std::vector<std::string>>;

/// How many steps lead from a node to the end of the longest way.
auto longest_way(const graph& edges) {
  return [&edges](text_cache& cache, const std::string& node) {
    int longest = 0;
    for (const auto& next : edges.at(node)) {
      longest = std::max(longest, 1 + cache(next));
    }
    return longest;
  };
}

TEST(C7_reentrant_cache, names_the_keys_of_a_circle) {
  const graph edges{{"A", {"B"}}, {"B", {"C", "D"}}, {"C", {}}, {"D", {"B"}}, {"E", {"E"}}, {"F", {"C"}}};
  text_cache ways(100, longest_way(edges));
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)ways("A"); }),
            "reentrant_cache: the load of key B waits for itself: B -> D -> B");
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)ways("E"); }),
            "reentrant_cache: the load of key E waits for itself: E -> E");
  EXPECT_EQ(ways("F"), 1);
  EXPECT_EQ(ways.size(), 2U);
}

TEST(C7_reentrant_cache, names_the_keys_of_a_circle_through_two_caches) {
  text_cache* second = nullptr;
  text_cache first(10, [&](text_cache&, const std::string& key) { return (*second)(key + "'"); });
  text_cache other(10, [&](text_cache&, const std::string& key) { return first(key.substr(0, 1)); });
  second = &other;
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)first("A"); }),
            "reentrant_cache: the load of key A waits for itself: A -> A' -> A");
}

TEST(C7_reentrant_cache, shortens_a_long_circle) {
  number_cache numbers(100, [](number_cache& cache, int n) { return cache((n + 1) % 50); });
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)numbers(0); }),
            "reentrant_cache: the load of key 0 waits for itself: 0 -> 1 -> 2 -> 3 -> 4 -> 5 -> 6 -> 7 -> (34 more) -> "
            "42 -> 43 -> 44 -> 45 -> 46 -> 47 -> 48 -> 49 -> 0");
}

TEST(C7_reentrant_cache, lets_a_definition_catch_the_error_and_go_on) {
  number_cache numbers(100, [](number_cache& cache, int n) -> std::uint64_t {
    try {
      return cache(1 - n);
    } catch (const recursive_load_error&) {
      return 7;
    }
  });
  EXPECT_EQ(numbers(0), 7U);
  EXPECT_EQ(numbers.get(1), 7U);
}

TEST(C7_reentrant_cache, passes_what_a_definition_throws_through_all_that_depend_on_it) {
  bool down = true;
  number_cache numbers(100, [&](number_cache& cache, int n) -> std::uint64_t {
    if (n == 0) {
      return down ? throw std::runtime_error("down") : 1;
    }
    return cache(n - 1) + 1;
  });
  EXPECT_EQ(message_of<std::runtime_error>([&] { (void)numbers(5); }), "down");
  EXPECT_EQ(numbers.size(), 0U);
  down = false;
  EXPECT_EQ(numbers(5), 6U);
}

TEST(C7_reentrant_cache, passes_the_circle_of_another_cache_on_as_it_is) {
  memo_cache<int, std::uint64_t> memo;
  const std::function<std::uint64_t(int)> circle = [&](int key) { return memo.get_or_load(key, circle); };
  number_cache numbers(100, [&](number_cache&, int n) { return memo.get_or_load(n, circle); });
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)numbers(3); }),
            "memo_cache: the load of key 3 waits for itself");
}

TEST(C7_reentrant_cache, refuses_to_go_deeper_than_its_limit_and_keeps_what_it_knows) {
  const auto count = [](number_cache& cache, int n) -> std::uint64_t { return n == 0 ? 0 : cache(n - 1) + 1; };
  number_cache numbers(10'000, count, 100);
  EXPECT_EQ(numbers.depth_limit(), 100U);
  EXPECT_EQ(numbers(99), 99U);
  EXPECT_EQ(numbers(199), 199U);
  EXPECT_EQ(message_of<load_depth_error>([&] { (void)numbers(300); }),
            "reentrant_cache: the load of key 200 stands within 100 others, which is the limit");
  EXPECT_EQ(numbers(299), 299U);
  number_cache none(10, count, 0);
  EXPECT_THROW((void)none(1), load_depth_error);
}

TEST(C7_reentrant_cache, goes_to_its_default_limit_on_the_stack_of_a_thread) {
  std::thread([] {
    number_cache numbers(10'000,
                         [](number_cache& cache, int n) -> std::uint64_t { return n == 0 ? 0 : cache(n - 1) + 1; });
    constexpr int limit = static_cast<int>(number_cache::default_depth);
    EXPECT_EQ(numbers(limit - 1), std::uint64_t{limit - 1});
    numbers.clear();
    EXPECT_THROW((void)numbers(limit), load_depth_error);
  }).join();
}

TEST(C7_reentrant_cache, refuses_a_circle_across_threads) {
  std::barrier both(2);
  std::atomic<int> entered = 0;
  text_cache texts(10, [&](text_cache& cache, const std::string& key) {
    if (++entered <= 2) {
      both.arrive_and_wait();
    }
    return cache(key == "A" ? "B" : "A");
  });
  const std::set<std::string> allowed{
      "reentrant_cache: the load of key B waits for itself: A -> B, which another thread loads",
      "reentrant_cache: the load of key A waits for itself: B -> A, which another thread loads"};
  std::string first;
  std::string second;
  std::thread other([&] { second = message_of<recursive_load_error>([&] { (void)texts("B"); }); });
  first = message_of<recursive_load_error>([&] { (void)texts("A"); });
  other.join();
  EXPECT_TRUE(allowed.contains(first)) << first;
  EXPECT_EQ(first, second);
  EXPECT_EQ(texts.size(), 0U);
}

TEST(C7_reentrant_cache, lets_threads_share_what_they_find_out) {
  constexpr int threads = 4;
  for (int round = 0; round < 20; ++round) {
    number_cache numbers(1'000, fibonacci);
    std::latch start(threads);
    std::atomic<int> right = 0;
    std::vector<std::thread> workers;
    for (int id = 0; id < threads; ++id) {
      workers.emplace_back([&, id] {
        start.arrive_and_wait();
        right += numbers(80 - id) > 0;
      });
    }
    for (auto& worker : workers) {
      worker.join();
    }
    EXPECT_EQ(right, threads);
    EXPECT_EQ(numbers.loads().loads, 81U);
  }
}

}  // namespace
