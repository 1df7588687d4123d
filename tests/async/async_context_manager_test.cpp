#include "googletest.hpp"

#include "../message_of.hpp"
#include "exit_journal.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import patterns.data_model;

using patterns::async::async_context_body;
using patterns::async::async_context_manager;
using patterns::async::async_with;
using patterns::async::current_stop_token;
using patterns::async::exit_error;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::data_model::exit_result;
using patterns_test::journal;
using patterns_test::message_of;
using patterns_test::text_of;

namespace {

// Each step of it waits for the loop, and its exit goes on after that.
class connection {
 public:
  connection(run_loop& loop, journal& log) : loop_(&loop), log_(&log) {}

  task<std::string> enter() {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->emplace_back("enter");
    co_return "resource";
  }
  task<> exit(const std::exception_ptr& error) {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->push_back("exit: " + text_of(error));
  }

 private:
  run_loop* loop_;
  journal* log_;
};

// Tells when what was entered, or what it was moved to, is destroyed.
class loan {
 public:
  explicit loan(journal& log) : log_(&log) {}
  loan(loan&& other) noexcept : log_(std::exchange(other.log_, nullptr)) {}
  loan& operator=(loan&&) = delete;
  ~loan() {
    if (log_ != nullptr) {
      log_->emplace_back("loan is gone");
    }
  }

 private:
  journal* log_;
};

class lender {
 public:
  lender(run_loop& loop, journal& log) : loop_(&loop), log_(&log) {}

  task<loan> enter() {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->emplace_back("enter");
    co_return loan(*log_);
  }
  task<> exit(const std::exception_ptr& error) {
    log_->push_back("exit begins: " + text_of(error));
    co_await loop_->schedule_after(std::chrono::seconds(1));
    log_->emplace_back("exit ends");
  }

 private:
  run_loop* loop_;
  journal* log_;
};

enum class body_ends { well, by_exception, cancelled };
enum class exit_ends { well, by_exception, swallowing };

class scripted {
 public:
  scripted(run_loop& loop, journal& log, exit_ends how) : loop_(&loop), log_(&log), how_(how) {}

  task<> enter() { co_await loop_->schedule(); }
  task<exit_result> exit(const std::exception_ptr& error) {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    const auto token = co_await current_stop_token();
    log_->push_back(std::format("{}{}", text_of(error), token.stop_requested() ? ", asked to stop" : ""));
    if (how_ == exit_ends::by_exception) {
      throw std::logic_error("exit failed");
    }
    co_return how_ == exit_ends::swallowing ? exit_result::swallow : exit_result::propagate;
  }

 private:
  run_loop* loop_;
  journal* log_;
  exit_ends how_;
};

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

struct ended {
  std::string outcome;
  journal exits;
};

// Runs one of the combinations under a token, on a clock of its own.
ended run(body_ends body, exit_ends exit) {
  manual_clock time;
  run_loop loop(time);
  stop_source stop;
  ended how;
  try {
    const std::optional<int> result = loop.run_until_complete(
        async_with(scripted(loop, how.exits, exit), [&] { return scripted_body(loop, stop, body); }), stop.get_token());
    how.outcome = result ? std::to_string(*result) : "none";
  } catch (const exit_error& several) {
    how.outcome = std::format("{} errors: {}", several.errors().size(), several.what());
  } catch (const std::logic_error& error) {
    how.outcome = std::format("logic_error: {}", error.what());
  } catch (const operation_cancelled& error) {
    how.outcome = std::format("cancelled: {}", error.what());
  }
  return how;
}

constexpr auto stopped = "body: cancelled, a stop was requested";

TEST(B17_async_with, a_body_that_ends_well_gives_its_result) {
  EXPECT_EQ(run(body_ends::well, exit_ends::well).outcome, "42");
  EXPECT_EQ(run(body_ends::well, exit_ends::swallowing).outcome, "42");
  EXPECT_EQ(run(body_ends::well, exit_ends::by_exception).outcome, "logic_error: exit failed");
}

TEST(B17_async_with, an_exception_of_the_body_goes_on_or_is_swallowed_or_is_kept) {
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::well).outcome, "logic_error: body failed");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::swallowing).outcome, "none");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::by_exception).outcome,
            "2 errors: 'body failed', then on the way out 'exit failed'");
}

TEST(B17_async_with, a_cancelled_body_is_one_that_throws) {
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::well).outcome, std::format("cancelled: {}", stopped));
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::swallowing).outcome, "none");
  EXPECT_EQ(run(body_ends::cancelled, exit_ends::by_exception).outcome,
            std::format("2 errors: '{}', then on the way out 'exit failed'", stopped));
}

TEST(B17_async_with, the_exit_runs_once_is_told_and_is_not_asked_to_stop) {
  for (const auto exit : {exit_ends::well, exit_ends::by_exception, exit_ends::swallowing}) {
    EXPECT_EQ(run(body_ends::well, exit).exits, journal{"success"});
    EXPECT_EQ(run(body_ends::by_exception, exit).exits, journal{"body failed"});
    EXPECT_EQ(run(body_ends::cancelled, exit).exits, journal{stopped});
  }
}

TEST(B17_async_with, what_is_entered_is_given_to_the_body_and_lives_until_the_exit_has_ended) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  const std::string result =
      loop.run_until_complete(async_with(connection(loop, log), [&log](std::string& resource) -> task<std::string> {
        log.push_back("body with " + resource);
        co_return std::move(resource);
      }));
  EXPECT_EQ(result, "resource");
  EXPECT_EQ(log, (journal{"enter", "body with resource", "exit: success"}));
  log.clear();
  loop.run_until_complete(async_with(lender(loop, log), [&log](loan&) -> task<> {
    log.emplace_back("body");
    co_return;
  }));
  EXPECT_EQ(log, (journal{"enter", "body", "exit begins: success", "exit ends", "loan is gone"}));
}

task<std::string> awaited_later(run_loop& loop, journal& log) {
  const std::string captured = "a text too long for the small string optimization";
  return async_with(connection(loop, log), [captured](const std::string&) -> task<std::string> { co_return captured; });
}

TEST(B17_async_with, a_lambda_may_capture_for_it_lives_in_the_task) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  auto later = awaited_later(loop, log);
  EXPECT_TRUE(log.empty());
  EXPECT_EQ(loop.run_until_complete(std::move(later)), "a text too long for the small string optimization");
}

struct refuses_to_enter {
  int* exits;
  task<> enter() {
    throw std::runtime_error("no entry");
    co_return;
  }
  task<> exit(const std::exception_ptr&) {
    ++*exits;
    co_return;
  }
};

TEST(B17_async_with, what_could_not_be_entered_is_not_left) {
  int exits = 0;
  bool ran = false;
  refuses_to_enter manager{&exits};
  EXPECT_EQ(message_of<std::runtime_error>([&] {
              sync_wait(async_with(manager, [&ran]() -> task<> {
                ran = true;
                co_return;
              }));
            }),
            "no entry");
  EXPECT_EQ(exits, 0);
  EXPECT_FALSE(ran);
}

struct translates {
  static task<> enter() { co_return; }
  static task<> exit(std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::out_of_range&) {
      std::throw_with_nested(std::runtime_error("translated"));
    }
    co_return;
  }
};

task<> out_of_range_body() {
  throw std::out_of_range("cause");
  co_return;
}

TEST(B17_async_with, an_exit_that_translates_the_exception_by_nesting_it_is_taken_at_its_word) {
  try {
    sync_wait(async_with(translates(), out_of_range_body));
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "translated");
    EXPECT_EQ(message_of<std::out_of_range>([&] { std::rethrow_if_nested(error); }), "cause");
  }
}

struct rethrows {
  static task<> enter() { co_return; }
  static task<> exit(std::exception_ptr error) {
    std::rethrow_exception(error);
    co_return;
  }
};

TEST(B17_async_with, an_exit_that_throws_the_same_exception_again_adds_none) {
  EXPECT_EQ(message_of<std::out_of_range>([] { sync_wait(async_with(rethrows(), out_of_range_body)); }), "cause");
}

TEST(B17_async_with, an_exit_error_nests_the_first_of_its_exceptions) {
  try {
    manual_clock time;
    run_loop loop(time);
    journal log;
    loop.run_until_complete(async_with(scripted(loop, log, exit_ends::by_exception), out_of_range_body));
    FAIL() << "nothing was thrown";
  } catch (const exit_error& several) {
    EXPECT_EQ(message_of<std::out_of_range>([&] { several.rethrow_nested(); }), "cause");
    EXPECT_EQ(message_of<std::logic_error>([&] { std::rethrow_exception(several.errors().back()); }), "exit failed");
  }
}

TEST(B17_async_with, inside_one_another_the_inner_is_left_first) {
  manual_clock time;
  run_loop loop(time);
  journal log;
  scripted outer(loop, log, exit_ends::swallowing);
  const std::optional<std::optional<int>> result = loop.run_until_complete(async_with(outer, [&] {
    return async_with(scripted(loop, log, exit_ends::by_exception), []() -> task<int> {
      throw std::out_of_range("deep");
      co_return 1;
    });
  }));
  EXPECT_FALSE(result);
  EXPECT_EQ(log, (journal{"deep", "'deep', then on the way out 'exit failed'"}));
}

struct lends {
  int value = 1;
  task<int&> enter() { co_return value; }
  static task<> exit(const std::exception_ptr&) { co_return; }
};

struct lends_and_may_swallow {
  int value = 1;
  task<int&> enter() { co_return value; }
  static task<exit_result> exit(const std::exception_ptr&) { co_return exit_result::swallow; }
};

TEST(B17_async_with, a_reference_stays_one) {
  lends manager;
  const auto same = [](int& entered) -> task<int&> { co_return entered; };
  EXPECT_EQ(&sync_wait(async_with(manager, same)), &manager.value);

  lends_and_may_swallow other;
  EXPECT_EQ(&sync_wait(async_with(other, same)).value().get(), &other.value);
  EXPECT_FALSE(sync_wait(async_with(other, [](int&) -> task<> {
    throw std::out_of_range("swallowed");
    co_return;
  })));
}

struct gives_what_is_move_only {
  static task<std::unique_ptr<int>> enter() { co_return std::make_unique<int>(7); }
  static task<> exit(const std::exception_ptr&) { co_return; }
};

TEST(B17_async_with, a_body_may_take_over_what_was_entered_and_give_what_is_move_only) {
  const auto given = sync_wait(async_with(
      gives_what_is_move_only(), [](std::unique_ptr<int> taken) -> task<std::unique_ptr<int>> { co_return taken; }));
  EXPECT_EQ(*given, 7);
}

struct exits_at_once {
  int enter();
  void exit(const std::exception_ptr& error);
};
struct exits_with_a_number {
  task<> enter();
  task<int> exit(const std::exception_ptr& error);
};

static_assert(async_context_manager<connection> && async_context_manager<scripted>);
static_assert(!async_context_manager<exits_at_once> && !async_context_manager<exits_with_a_number>);
static_assert(patterns::data_model::context_manager<exits_at_once>);
static_assert(!patterns::data_model::context_manager<connection>);
static_assert(async_context_body<task<> (*)(), connection> && async_context_body<task<> (*)(std::string&), connection>);
static_assert(!async_context_body<task<> (*)(int*), connection>, "takes something else");
static_assert(!async_context_body<void (*)(), connection>, "gives nothing to await");

// What has been done when the loop is left at the moment `when`, and what waits there is destroyed.
journal destroyed_after(std::chrono::milliseconds when) {
  journal log;
  manual_clock time;
  run_loop loop(time);
  const auto leave = [](run_loop& running, std::chrono::milliseconds later) -> task<> {
    co_await running.schedule_after(later);
    running.stop();
  };
  auto waiting = async_with(lender(loop, log), [&](loan&) -> task<> {
    log.emplace_back("body begins");
    co_await loop.schedule_after(std::chrono::seconds(1));
    log.emplace_back("body ends");
  });
  EXPECT_THROW(loop.run_until_complete(patterns::async::when_all(std::move(waiting), leave(loop, when))),
               patterns::async::loop_stopped);
  return log;
}

TEST(B17_async_with, a_task_that_is_destroyed_while_it_waits_runs_no_exit) {
  EXPECT_EQ(destroyed_after(std::chrono::milliseconds(500)), journal()) << "in enter";
  EXPECT_EQ(destroyed_after(std::chrono::milliseconds(1500)), (journal{"enter", "body begins", "loan is gone"}))
      << "in the body";
  EXPECT_EQ(destroyed_after(std::chrono::milliseconds(2500)),
            (journal{"enter", "body begins", "body ends", "exit begins: success", "loan is gone"}))
      << "in the exit, which does not go on";
}

}  // namespace
