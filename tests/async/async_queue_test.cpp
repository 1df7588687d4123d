#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_queue;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::queue_closed;
using patterns::async::queue_element;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;
using patterns::concurrency::trampoline;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(queue_element<std::unique_ptr<int>>);
static_assert(!queue_element<int&> && !queue_element<const int> && !queue_element<void> && !queue_element<std::mutex>);
static_assert(!std::move_constructible<async_queue<int>>);
static_assert(std::same_as<patterns::async::await_result_t<decltype(std::declval<async_queue<int>&>().pop())>,
                           std::optional<int>>);

task<> push(async_queue<std::string>& queue, std::string& element) {
  co_await queue.push(std::move(element));
}

task<> pop_into(async_queue<std::string>& queue, std::vector<std::string>& log) {
  const auto element = co_await queue.pop();
  log.push_back(element.value_or("the end"));
}

// Its move throws when the next one is due to; the object that was to be moved stays as it was.
class moody {
 public:
  explicit moody(int value) noexcept : value_(value) {}
  moody(moody&& other) : value_(other.value_) {
    if (moves_until_failure >= 0 && moves_until_failure-- == 0) {
      throw std::runtime_error("in a mood");
    }
    other.value_ = 0;
  }
  moody& operator=(moody&&) = delete;

  [[nodiscard]] int value() const noexcept { return value_; }

  static inline int moves_until_failure = -1;

 private:
  int value_;
};

TEST(async_core_async_queue, hands_elements_out_in_the_order_in_which_they_came) {
  async_queue<std::string> queue;
  const std::string copied = "a";
  sync_wait(queue.push(copied));
  sync_wait(queue.push("b"));
  EXPECT_TRUE(queue.try_push(copied));
  EXPECT_EQ(copied, "a");
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.capacity(), std::numeric_limits<std::size_t>::max());
  EXPECT_EQ(sync_wait(queue.pop()), "a");
  EXPECT_EQ(queue.try_pop(), "b");
  EXPECT_EQ(queue.try_pop(), "a");
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(async_core_async_queue, makes_producers_wait_while_it_is_full) {
  async_queue<std::string> queue(2);
  std::array<std::string, 5> elements = {"a", "b", "c", "d", "e"};
  std::vector<started> producers;
  for (auto& element : elements) {
    producers.push_back(start(push(queue, element)));
  }
  EXPECT_EQ(queue.size(), 2U);
  std::string refused = "f";
  EXPECT_FALSE(queue.try_push(std::move(refused)));
  EXPECT_EQ(refused, "f");  // NOLINT: nothing was moved
  for (const std::string next : {"a", "b", "c", "d", "e"}) {
    EXPECT_EQ(queue.try_pop(), next);
  }
  EXPECT_TRUE(std::ranges::all_of(producers, &started::done));
}

TEST(async_core_async_queue, serves_consumers_in_the_order_of_arrival) {
  async_queue<std::string> queue;
  std::vector<std::string> log;
  std::vector<started> consumers;
  for (int i = 0; i < 2; ++i) {
    consumers.push_back(start(pop_into(queue, log)));
  }
  {
    const trampoline::scope busy;
    EXPECT_TRUE(queue.try_push("a"));
    EXPECT_EQ(queue.try_pop(), std::nullopt) << "handed to the first consumer, which has not run yet";
    EXPECT_EQ(queue.size(), 0U);
    EXPECT_TRUE(queue.try_push("b"));
    EXPECT_TRUE(queue.try_push("c"));
  }
  EXPECT_EQ(log, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(queue.try_pop(), "c");
}

TEST(async_core_async_queue, without_capacity_the_element_changes_hands) {
  async_queue<std::string> queue(0);
  EXPECT_FALSE(queue.try_push("nobody wants it"));
  std::array<std::string, 2> elements = {"a", "b"};
  const auto first = start(push(queue, elements[0]));
  const auto second = start(push(queue, elements[1]));
  EXPECT_EQ(queue.try_pop(), "a");
  EXPECT_TRUE(first.done());
  EXPECT_FALSE(second.done());
  std::vector<std::string> log;
  const auto consumer = start(pop_into(queue, log));
  EXPECT_TRUE(second.done());
  const auto waiting = start(pop_into(queue, log));
  EXPECT_TRUE(queue.try_push("c"));
  EXPECT_EQ(log, (std::vector<std::string>{"b", "c"}));
}

TEST(async_core_async_queue, once_closed_it_is_drained_and_then_ends) {
  async_queue<std::string> queue;
  sync_wait(queue.push("a"));
  sync_wait(queue.push("b"));
  EXPECT_FALSE(queue.closed());
  queue.close();
  queue.close();
  EXPECT_TRUE(queue.closed());
  EXPECT_EQ(sync_wait(queue.pop()), "a");
  EXPECT_EQ(sync_wait(queue.pop()), "b");
  EXPECT_EQ(sync_wait(queue.pop()), std::nullopt);
  EXPECT_EQ(sync_wait(queue.pop()), std::nullopt);
}

TEST(async_core_async_queue, closing_wakes_everybody) {
  async_queue<std::string> full(1);
  std::array<std::string, 3> elements = {"taken", "refused", "refused as well"};
  std::vector<started> producers;
  for (auto& element : elements) {
    producers.push_back(start(push(full, element)));
  }
  full.close();
  EXPECT_EQ(producers[0].error(), "");
  EXPECT_EQ(producers[1].error(), "async_queue: push into a closed queue");
  EXPECT_EQ(producers[2].error(), "async_queue: push into a closed queue");
  EXPECT_EQ(elements, (std::array<std::string, 3>{"", "refused", "refused as well"}));
  EXPECT_EQ(full.try_pop(), "taken");
  EXPECT_EQ(full.try_pop(), std::nullopt);

  async_queue<std::string> empty;
  std::vector<std::string> log;
  const auto first = start(pop_into(empty, log));
  const auto second = start(pop_into(empty, log));
  empty.close();
  EXPECT_EQ(log, (std::vector<std::string>{"the end", "the end"}));
}

TEST(async_core_async_queue, refuses_a_push_once_closed_and_leaves_the_element_alone) {
  async_queue<std::unique_ptr<int>> queue;
  queue.close();
  auto element = std::make_unique<int>(5);
  EXPECT_THROW(sync_wait(queue.push(std::move(element))), queue_closed);
  EXPECT_THROW((void)queue.try_push(std::move(element)), queue_closed);
  EXPECT_TRUE(element);  // NOLINT: nothing was moved
}

TEST(async_core_async_queue, a_stop_before_the_wait_matters_only_if_it_would_have_to_wait) {
  async_queue<std::string> queue(1);
  stop_source source;
  source.request_stop();
  try {
    (void)sync_wait(queue.pop(), source.get_token());
    FAIL() << "no exception";
  } catch (const operation_cancelled& error) {
    EXPECT_STREQ(error.what(), "async_queue::pop: cancelled, a stop was requested");
  }
  sync_wait(queue.push("a", source.get_token()));
  std::string element = "b";
  try {
    sync_wait(queue.push(std::move(element), source.get_token()));
    FAIL() << "no exception";
  } catch (const operation_cancelled& error) {
    EXPECT_STREQ(error.what(), "async_queue::push: cancelled, a stop was requested");
  }
  EXPECT_EQ(element, "b");  // NOLINT: nothing was moved
  EXPECT_EQ(sync_wait(queue.pop(source.get_token())), "a");
}

TEST(async_core_async_queue, waits_that_time_out_take_nothing_and_leave_nothing) {
  manual_clock time;
  run_loop loop(time);
  async_queue<std::string> queue(1);
  std::vector<std::string> log;
  stop_source deadline;
  loop.post_after(1s, [&] { deadline.request_stop(); });
  {
    const auto impatient = start(pop_into(queue, log), deadline.get_token());
    const auto patient = start(pop_into(queue, log));
    loop.run_until_complete(loop.schedule_after(2s));
    EXPECT_TRUE(queue.try_push("a"));
    EXPECT_EQ(impatient.error(), "async_queue::pop: cancelled, a stop was requested");
    EXPECT_EQ(log, std::vector<std::string>{"a"});
  }
  EXPECT_TRUE(queue.try_push("b"));
  stop_source next_deadline;
  loop.post_after(1s, [&] { next_deadline.request_stop(); });
  std::array<std::string, 2> elements = {"c", "d"};
  const auto impatient = start(push(queue, elements[0]), next_deadline.get_token());
  const auto patient = start(push(queue, elements[1]));
  loop.run_until_complete(loop.schedule_after(2s));
  EXPECT_EQ(impatient.error(), "async_queue::push: cancelled, a stop was requested");
  EXPECT_EQ(elements[0], "c");
  EXPECT_EQ(queue.try_pop(), "b");
  EXPECT_EQ(queue.try_pop(), "d");
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(async_core_async_queue, an_element_whose_consumer_is_destroyed_comes_back_to_the_front) {
  async_queue<std::string> queue(2);
  std::vector<std::string> log;
  auto first = start(pop_into(queue, log));
  {
    const trampoline::scope busy;
    EXPECT_TRUE(queue.try_push("a"));
    EXPECT_TRUE(queue.try_push("b"));
    EXPECT_TRUE(queue.try_push("c"));
    first.destroy();
    EXPECT_EQ(queue.size(), 3U) << "more than its capacity, but nothing is lost";
    EXPECT_FALSE(queue.try_push("d"));
  }
  for (const std::string next : {"a", "b", "c"}) {
    EXPECT_EQ(queue.try_pop(), next);
  }
}

TEST(async_core_async_queue, an_element_whose_consumer_is_destroyed_goes_to_the_next_who_waits) {
  async_queue<std::string> queue;
  std::vector<std::string> log;
  auto first = start(pop_into(queue, log));
  const auto second = start(pop_into(queue, log));
  {
    const trampoline::scope busy;
    EXPECT_TRUE(queue.try_push("a"));
    queue.close();
    first.destroy();
  }
  EXPECT_EQ(log, std::vector<std::string>{"the end"}) << "the second had been told when the element came back";
  EXPECT_EQ(queue.try_pop(), "a");
}

TEST(async_core_async_queue, a_push_whose_move_throws_changes_nothing) {
  async_queue<moody> queue(1);
  moody element(5);
  moody::moves_until_failure = 0;
  EXPECT_THROW(sync_wait(queue.push(std::move(element))), std::runtime_error);
  EXPECT_EQ(element.value(), 5);  // NOLINT: nothing was moved
  EXPECT_EQ(queue.size(), 0U);

  int popped = 0;
  const auto pops = [](async_queue<moody>& from, int& to) -> task<> { to = (co_await from.pop())->value(); };
  const auto consumer = start(pops(queue, popped));
  moody::moves_until_failure = 0;
  EXPECT_THROW((void)queue.try_push(std::move(element)), std::runtime_error);
  EXPECT_FALSE(consumer.done()) << "it waits on";
  EXPECT_TRUE(queue.try_push(std::move(element)));
  EXPECT_EQ(popped, 5);
}

TEST(async_core_async_queue, a_move_that_throws_on_the_way_out_leaves_the_element_at_the_front) {
  async_queue<moody> queue;
  EXPECT_TRUE(queue.try_push(moody(5)));
  EXPECT_TRUE(queue.try_push(moody(6)));
  moody::moves_until_failure = 0;
  EXPECT_THROW((void)sync_wait(queue.pop()), std::runtime_error);
  EXPECT_EQ(queue.size(), 2U);
  moody::moves_until_failure = 0;
  EXPECT_THROW((void)queue.try_pop(), std::runtime_error);
  EXPECT_EQ(queue.try_pop()->value(), 5);
  EXPECT_EQ(queue.try_pop()->value(), 6);
}

TEST(async_core_async_queue, a_move_that_throws_for_a_producer_that_waits_is_told_to_it_alone) {
  async_queue<moody> queue(1);
  EXPECT_TRUE(queue.try_push(moody(1)));
  std::array<moody, 2> elements = {moody(2), moody(3)};
  const auto pushes = [](async_queue<moody>& to, moody& element) -> task<> { co_await to.push(std::move(element)); };
  const auto first = start(pushes(queue, elements[0]));
  const auto second = start(pushes(queue, elements[1]));
  const auto pops = [](async_queue<moody>& from) -> task<int> { co_return (co_await from.pop())->value(); };
  moody::moves_until_failure = 0;
  EXPECT_EQ(sync_wait(pops(queue)), 1);
  EXPECT_EQ(first.error(), "in a mood");
  EXPECT_EQ(elements[0].value(), 2);
  EXPECT_EQ(second.error(), "");
  EXPECT_EQ(queue.try_pop()->value(), 3);
}

TEST(async_core_async_queue, copies_an_element_when_there_is_room_for_it) {
  async_queue<std::string> queue(0);
  const auto pushes = [](async_queue<std::string>& to, const std::string& element) -> task<> {
    co_await to.push(element);
  };
  const std::string element = "copied";
  const auto producer = start(pushes(queue, element));
  EXPECT_EQ(queue.try_pop(), "copied");
  EXPECT_EQ(element, "copied");
}

TEST(async_core_async_queue, destroys_what_is_left_in_it) {
  const auto held = std::make_shared<int>(0);
  {
    async_queue<std::shared_ptr<int>> queue;
    EXPECT_TRUE(queue.try_push(held));
    EXPECT_TRUE(queue.try_push(held));
    EXPECT_TRUE(queue.try_pop());
    EXPECT_EQ(held.use_count(), 2) << "and does not keep what was popped";
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(async_core_async_queue, serves_a_hundred_thousand_who_wait_on_a_small_stack) {
  on_small_stack([] {
    constexpr std::size_t many = 100'000;
    async_queue<std::size_t> queue(0);
    std::vector<started> waiting;
    std::size_t sum = 0;
    const auto pushes = [](async_queue<std::size_t>& to, std::size_t element) -> task<> {
      co_await to.push(std::move(element));
    };
    const auto pops_all = [](async_queue<std::size_t>& from, std::size_t& total) -> task<> {
      while (const auto element = co_await from.pop()) {
        total += *element;
      }
    };
    for (std::size_t i = 0; i < many; ++i) {
      waiting.push_back(start(pushes(queue, i)));
    }
    const auto consumer = start(pops_all(queue, sum));
    EXPECT_EQ(sum, many * (many - 1) / 2);
    EXPECT_TRUE(std::ranges::all_of(waiting, &started::done));
    waiting.clear();

    const auto pops_and_pushes = [](async_queue<std::size_t>& from) -> task<> {
      const auto element = co_await from.pop();
      if (element) {
        co_await from.push(*element + 1);
      }
    };
    async_queue<std::size_t> chain;
    for (std::size_t i = 0; i < many; ++i) {
      waiting.push_back(start(pops_and_pushes(chain)));
    }
    EXPECT_TRUE(chain.try_push(1));
    EXPECT_EQ(chain.try_pop(), many + 1);
    queue.close();
    EXPECT_TRUE(consumer.done());
  });
}

// Every element comes out once, those of one producer in their order, with stops that meet pushes and pops.
TEST(async_core_async_queue, loses_and_doubles_nothing_on_several_threads) {
  constexpr int producers = 4;
  constexpr int each = 150;
  thread_pool pool(4);
  async_queue<std::unique_ptr<int>> queue(3);
  std::array<std::atomic<int>, producers * each> seen{};
  std::atomic<int> left = 2 * producers;
  std::atomic<int> producers_left = producers;
  std::atomic<int> cancelled = 0;
  std::atomic<int> out_of_order = 0;
  const auto end = [&left] {
    if (left.fetch_sub(1) == 1) {
      left.notify_all();
    }
  };
  const auto produce = [&](int number) -> task<> {
    for (int i = 0; i < each; ++i) {
      co_await pool.schedule();
      auto element = std::make_unique<int>(number * each + i);
      while (element) {
        stop_source source;
        pool.post([source]() mutable { source.request_stop(); });
        try {
          co_await queue.push(std::move(element), source.get_token());
        } catch (const operation_cancelled&) {
          ++cancelled;
        }
      }
    }
    if (producers_left.fetch_sub(1) == 1) {
      queue.close();
    }
    end();
  };
  const auto consume = [&]() -> task<> {
    std::array<int, producers> latest;
    latest.fill(-1);
    for (;;) {
      stop_source source;
      pool.post([source]() mutable { source.request_stop(); });
      bool stopped = false;
      try {
        const auto element = co_await queue.pop(source.get_token());
        if (!element) {
          break;
        }
        const int number = **element;
        ++seen[static_cast<std::size_t>(number)];
        auto& last = latest[static_cast<std::size_t>(number / each)];
        out_of_order += number < last ? 1 : 0;
        last = number;
      } catch (const operation_cancelled&) {
        stopped = true;
      }
      if (stopped) {
        co_await pool.schedule();
      }
    }
    end();
  };
  std::vector<started> running;
  for (int number = 0; number < producers; ++number) {
    running.push_back(start(produce(number)));
    running.push_back(start(consume()));
  }
  for (int now = left.load(); now != 0; now = left.load()) {
    left.wait(now);
  }
  pool.shutdown();
  EXPECT_TRUE(std::ranges::all_of(seen, [](const std::atomic<int>& count) { return count.load() == 1; }));
  EXPECT_EQ(out_of_order.load(), 0);
}

}  // namespace
