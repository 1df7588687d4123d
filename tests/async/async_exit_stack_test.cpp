#include "googletest.hpp"

#include "../message_of.hpp"
#include "exit_journal.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import patterns.data_model;

using patterns::async::async_context_manager;
using patterns::async::async_exit_handler;
using patterns::async::async_exit_stack;
using patterns::async::current_stop_token;
using patterns::async::exit_error;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::with_async_exit_stack;
using patterns::concurrency::stop_source;
using patterns::data_model::exit_result;
using patterns_test::journal;
using patterns_test::message_of;
using patterns_test::text_of;

namespace {

class connection {
 public:
  connection(run_loop& loop, journal& log, std::string name) : loop_(&loop), log_(&log), name_(std::move(name)) {}

  task<const std::string&> enter() {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->push_back("connect " + name_);
    co_return name_;
  }
  task<> exit(const std::exception_ptr& error) {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->push_back(std::format("disconnect {}: {}", name_, text_of(error)));
  }

 private:
  run_loop* loop_;
  journal* log_;
  std::string name_;
};

class file {
 public:
  file(journal& log, std::string name) : log_(&log), name_(std::move(name)) {}

  const std::string& enter() {
    log_->push_back("open " + name_);
    return name_;
  }
  void exit(const std::exception_ptr& error) { log_->push_back(std::format("close {}: {}", name_, text_of(error))); }

 private:
  journal* log_;
  std::string name_;
};

task<> note_later(run_loop& loop, journal& log, std::string text) {
  co_await loop.schedule_after(std::chrono::seconds(1));
  log.push_back(std::move(text));
}

task<> uses_all(run_loop& loop, journal& log, async_exit_stack& stack) {
  EXPECT_EQ(co_await stack.enter(connection(loop, log, "a")), "a");
  EXPECT_EQ(stack.enter(file(log, "b")), "b");
  stack.push([&loop, &log](const std::exception_ptr& error) -> task<> {
    co_await loop.schedule();
    log.push_back("pushed: " + text_of(error));
  });
  stack.callback(note_later, std::ref(loop), std::ref(log), "called back, awaited");
  stack.callback([&log](const std::string& text) { log.push_back(text); }, "called back");
}

const journal all_left{"connect a",       "open b",           "called back",          "called back, awaited",
                       "pushed: success", "close b: success", "disconnect a: success"};

TEST(B20_async_exit_stack, leaves_in_the_reverse_order_what_is_awaited_and_what_is_not) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  EXPECT_TRUE(loop.run_until_complete(
      with_async_exit_stack([&](async_exit_stack& stack) { return uses_all(loop, log, stack); })));
  EXPECT_EQ(log, all_left);
}

TEST(B20_async_exit_stack, aclose_leaves_all_and_leaves_the_stack_empty) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  const auto work = [](run_loop& on, journal& to) -> task<> {
    async_exit_stack stack;
    co_await uses_all(on, to, stack);
    EXPECT_EQ(stack.size(), 5);
    co_await stack.aclose();
    EXPECT_TRUE(stack.empty());
    co_await stack.aclose();
  };
  loop.run_until_complete(work(loop, log));
  EXPECT_EQ(log, all_left);
}

enum class body_ends { well, by_exception, cancelled };
enum class exit_ends { well, by_exception, swallowing };

task<exit_result> scripted_exit(run_loop& loop, journal& log, exit_ends how, const std::exception_ptr& error) {
  co_await loop.schedule_after(std::chrono::seconds(1));
  const auto token = co_await current_stop_token();
  log.push_back(std::format("exit: {}{}", text_of(error), token.stop_requested() ? ", asked to stop" : ""));
  if (how == exit_ends::by_exception) {
    throw std::logic_error("exit failed");
  }
  co_return how == exit_ends::swallowing ? exit_result::swallow : exit_result::propagate;
}

task<int> scripted_body(run_loop& loop, stop_source& stop, body_ends how) {
  co_await loop.schedule();
  if (how == body_ends::by_exception) {
    throw std::out_of_range("body failed");
  }
  if (how == body_ends::cancelled) {
    stop.request_stop();
    const auto token = co_await current_stop_token();
    if (token.stop_requested()) {
      throw operation_cancelled("body");
    }
  }
  co_return 42;
}

std::string run(body_ends body, exit_ends exit) {
  manual_clock time;
  run_loop loop(time);
  stop_source stop;
  journal log;
  try {
    const std::optional<int> result =
        loop.run_until_complete(with_async_exit_stack([&](async_exit_stack& stack) {
                                  stack.push([&loop, &log, exit](const std::exception_ptr& error) {
                                    return scripted_exit(loop, log, exit, error);
                                  });
                                  return scripted_body(loop, stop, body);
                                }),
                                stop.get_token());
    log.push_back(result ? std::to_string(*result) : "none");
  } catch (const std::exception& error) {
    log.push_back(std::format("thrown: {}", error.what()));
  }
  EXPECT_EQ(log.size(), 2);
  return std::format("{} | {}", log.front(), log.back());
}

TEST(B20_async_exit_stack, with_async_exit_stack_has_every_combination_of_body_and_exit) {
  EXPECT_EQ(run(body_ends::well, exit_ends::well), "exit: success | 42");
  EXPECT_EQ(run(body_ends::well, exit_ends::swallowing), "exit: success | 42");
  EXPECT_EQ(run(body_ends::well, exit_ends::by_exception), "exit: success | thrown: exit failed");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::well), "exit: body failed | thrown: body failed");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::swallowing), "exit: body failed | none");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::by_exception),
            "exit: body failed | thrown: 'body failed', then on the way out 'exit failed'");
  const std::string stopped = "body: cancelled, a stop was requested";
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::well), std::format("exit: {0} | thrown: {0}", stopped));
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::swallowing), std::format("exit: {} | none", stopped));
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::by_exception),
            std::format("exit: {0} | thrown: '{0}', then on the way out 'exit failed'", stopped));
}

task<> fail_later(run_loop& loop, std::string text) {
  co_await loop.schedule_after(std::chrono::seconds(1));
  throw std::runtime_error(text);
}

TEST(B20_async_exit_stack, all_run_even_when_several_throw_and_no_exception_is_lost) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  const auto work = [](run_loop& on, journal& to) -> task<> {
    async_exit_stack stack;
    stack.callback([&to] { to.emplace_back("bottom"); });
    stack.callback([] { throw std::runtime_error("second failed"); });
    stack.callback(fail_later, std::ref(on), "first failed");
    co_await stack.aclose();
  };
  EXPECT_EQ(message_of<exit_error>([&] { loop.run_until_complete(work(loop, log)); }),
            "'first failed', then on the way out 'second failed'");
  EXPECT_EQ(log, journal{"bottom"});
}

struct refuses_to_enter {
  static task<> enter() {
    throw std::runtime_error("no entry");
    co_return;
  }
  static task<> exit(const std::exception_ptr&) {
    ADD_FAILURE() << "was not entered";
    co_return;
  }
};

TEST(B20_async_exit_stack, what_could_not_be_entered_is_not_left) {
  EXPECT_EQ(message_of<std::runtime_error>([&] {
              sync_wait(with_async_exit_stack(
                  [](async_exit_stack& stack) -> task<> { co_await stack.enter(refuses_to_enter()); }));
            }),
            "no entry");
}

TEST(B20_async_exit_stack, pop_all_keeps_open_what_was_opened) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  async_exit_stack kept;
  loop.run_until_complete(with_async_exit_stack([&](async_exit_stack& stack) -> task<> {
    co_await stack.enter(connection(loop, log, "a"));
    kept = stack.pop_all();
  }));
  EXPECT_EQ(log, journal{"connect a"});
  loop.run_until_complete(kept.aclose());
  EXPECT_EQ(log, (journal{"connect a", "disconnect a: success"}));
}

TEST(B20_async_exit_stack, a_destructor_runs_the_exits_that_need_no_waiting_and_destroys_the_others_in_their_turn) {
  journal log;
  const auto at_end = [&log](std::string text) {
    return std::shared_ptr<void>(nullptr, [&log, text](void*) { log.push_back(text); });
  };
  {
    async_exit_stack stack;
    stack.enter(file(log, "a"));
    stack.push([held = at_end("destroyed")](const std::exception_ptr&) -> task<> {
      ADD_FAILURE() << "nobody waits";
      co_return;
    });
    stack.callback([&log] { log.emplace_back("called back"); });
  }
  EXPECT_EQ(log,
            (journal{"open a", "called back", "destroyed", "close a: exit_stack: destroyed before it was closed"}));
}

TEST(B20_async_exit_stack, an_exit_lives_until_it_has_ended) {
  manual_clock time;
  run_loop loop(time);
  std::vector<int> seen;
  loop.run_until_complete(with_async_exit_stack([&](async_exit_stack& stack) -> task<> {
    stack.callback(
        [&, captured = std::vector<int>(100, 7)](std::unique_ptr<int> argument) -> task<> {
          co_await loop.schedule_after(std::chrono::hours(1));
          seen = {captured.at(99), *argument};
        },
        std::make_unique<int>(8));
    co_return;
  }));
  EXPECT_EQ(seen, (std::vector<int>{7, 8}));
}

static_assert(async_context_manager<async_exit_stack> && !patterns::data_model::context_manager<async_exit_stack>);
static_assert(std::is_nothrow_move_constructible_v<async_exit_stack> &&
              !std::is_copy_constructible_v<async_exit_stack>);
static_assert(!async_exit_handler<void (*)(const std::exception_ptr&)>, "not awaited");
static_assert(!async_exit_handler<task<int> (*)(const std::exception_ptr&)>, "a number is no verdict");

}  // namespace
