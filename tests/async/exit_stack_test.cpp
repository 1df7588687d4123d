#include "googletest.hpp"

#include "../message_of.hpp"
#include "exit_journal.hpp"

import googletest;
import std;
import patterns.async;
import patterns.data_model;

using patterns::async::exit_error;
using patterns::async::exit_handler;
using patterns::async::exit_stack;
using patterns::async::exit_stack_not_closed;
using patterns::async::with_exit_stack;
using patterns::data_model::exit_result;
using patterns_test::journal;
using patterns_test::message_of;
using patterns_test::text_of;

namespace {

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

auto note(journal& log, std::string name) {
  return [&log, name](const std::exception_ptr& error) { log.push_back(name + ": " + text_of(error)); };
}

auto fail(journal& log, std::string name) {
  return [&log, name](const std::exception_ptr& error) {
    log.push_back(name + ": " + text_of(error));
    throw std::runtime_error(name + " failed");
  };
}

auto swallow(journal& log, std::string name) {
  return [&log, name](const std::exception_ptr& error) {
    log.push_back(name + ": " + text_of(error));
    return exit_result::swallow;
  };
}

TEST(B20_exit_stack, leaves_in_the_reverse_order_what_was_entered_and_pushed) {
  journal log;
  exit_stack stack;
  file first(log, "a");
  EXPECT_EQ(stack.enter(first), "a");
  EXPECT_EQ(stack.enter(file(log, "b")), "b");
  stack.push(note(log, "pushed"));
  stack.callback([&log](std::string_view text, int number) { log.push_back(std::format("{} {}", text, number)); },
                 "called back", 7);
  EXPECT_EQ(stack.size(), 4);
  stack.close();
  EXPECT_EQ(log,
            (journal{"open a", "open b", "called back 7", "pushed: success", "close b: success", "close a: success"}));
  EXPECT_TRUE(stack.empty());
  stack.close();
  EXPECT_EQ(log.size(), 6);
}

TEST(B20_exit_stack, all_run_even_when_several_throw_and_no_exception_is_lost) {
  journal log;
  exit_stack stack;
  stack.push(note(log, "bottom"));
  stack.push(fail(log, "second"));
  stack.callback([&log] { log.emplace_back("between"); });
  stack.push(fail(log, "first"));
  try {
    stack.close();
    FAIL() << "nothing was thrown";
  } catch (const exit_error& several) {
    EXPECT_STREQ(several.what(), "'first failed', then on the way out 'second failed'");
    ASSERT_EQ(several.errors().size(), 2);
    EXPECT_EQ(text_of(several.errors()[0]), "first failed");
    EXPECT_EQ(text_of(several.errors()[1]), "second failed");
    EXPECT_EQ(text_of(several.nested_ptr()), "first failed");
  }
  EXPECT_EQ(log, (journal{"first: success", "between", "second: first failed",
                          "bottom: 'first failed', then on the way out 'second failed'"}));
}

TEST(B20_exit_stack, three_exceptions_stand_in_one_list) {
  journal log;
  exit_stack stack;
  for (const auto* name : {"third", "second", "first"}) {
    stack.push(fail(log, name));
  }
  EXPECT_EQ(message_of<exit_error>([&] { stack.close(); }),
            "'first failed', then on the way out 'second failed', then on the way out 'third failed'");
}

TEST(B20_exit_stack, one_exception_alone_goes_on_as_itself) {
  exit_stack stack;
  stack.push([](const std::exception_ptr&) { throw std::out_of_range("alone"); });
  EXPECT_EQ(message_of<std::out_of_range>([&] { stack.close(); }), "alone");
}

TEST(B20_exit_stack, an_exit_may_swallow_what_another_has_thrown) {
  journal log;
  exit_stack stack;
  stack.push(note(log, "bottom"));
  stack.push(swallow(log, "middle"));
  stack.push(fail(log, "top"));
  EXPECT_NO_THROW(stack.close());
  EXPECT_EQ(log, (journal{"top: success", "middle: top failed", "bottom: success"}));
}

enum class body_ends { well, by_exception };
enum class exit_ends { well, by_exception, swallowing };

std::string run(body_ends body, exit_ends exit) {
  journal log;
  try {
    const std::optional<int> result = with_exit_stack([&](exit_stack& stack) {
      if (exit == exit_ends::well) {
        stack.push(note(log, "exit"));
      } else if (exit == exit_ends::by_exception) {
        stack.push(fail(log, "exit"));
      } else {
        stack.push(swallow(log, "exit"));
      }
      if (body == body_ends::by_exception) {
        throw std::out_of_range("body failed");
      }
      return 42;
    });
    log.push_back(result ? std::to_string(*result) : "none");
  } catch (const std::exception& error) {
    log.push_back(std::format("thrown: {}", error.what()));
  }
  return std::format("{} | {}", log.front(), log.back());
}

TEST(B20_exit_stack, with_exit_stack_has_every_combination_of_body_and_exit) {
  EXPECT_EQ(run(body_ends::well, exit_ends::well), "exit: success | 42");
  EXPECT_EQ(run(body_ends::well, exit_ends::swallowing), "exit: success | 42");
  EXPECT_EQ(run(body_ends::well, exit_ends::by_exception), "exit: success | thrown: exit failed");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::well), "exit: body failed | thrown: body failed");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::swallowing), "exit: body failed | none");
  EXPECT_EQ(run(body_ends::by_exception, exit_ends::by_exception),
            "exit: body failed | thrown: 'body failed', then on the way out 'exit failed'");
}

TEST(B20_exit_stack, the_exception_of_the_body_keeps_its_type) {
  EXPECT_THROW(with_exit_stack([](exit_stack& stack) {
                 stack.callback([] {});
                 throw std::out_of_range("body");
               }),
               std::out_of_range);
}

TEST(B20_exit_stack, an_exit_that_translates_the_exception_by_nesting_it_is_taken_at_its_word) {
  try {
    with_exit_stack([](exit_stack& stack) {
      stack.push([](const std::exception_ptr& error) {
        try {
          std::rethrow_exception(error);
        } catch (...) {
          std::throw_with_nested(std::runtime_error("translated"));
        }
      });
      throw std::out_of_range("cause");
    });
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "translated");
    EXPECT_EQ(message_of<std::out_of_range>([&] { std::rethrow_if_nested(error); }), "cause");
  }
}

TEST(B20_exit_stack, exceptions_that_are_no_std_exception_are_kept_too) {
  exit_stack stack;
  stack.push([](const std::exception_ptr&) { throw 7; });
  stack.push([](const std::exception_ptr&) { throw std::runtime_error("first"); });
  EXPECT_EQ(message_of<exit_error>([&] { stack.close(); }),
            "'first', then on the way out an exception of another type than std::exception");
}

TEST(B20_exit_stack, pop_all_keeps_open_what_was_opened) {
  journal log;
  exit_stack kept;
  with_exit_stack([&](exit_stack& stack) {
    stack.enter(file(log, "a"));
    stack.enter(file(log, "b"));
    kept = stack.pop_all();
    EXPECT_TRUE(stack.empty());
  });
  EXPECT_EQ(log, (journal{"open a", "open b"}));
  EXPECT_EQ(kept.size(), 2);
  kept.close();
  EXPECT_EQ(log, (journal{"open a", "open b", "close b: success", "close a: success"}));
}

TEST(B20_exit_stack, all_or_none_are_opened) {
  journal log;
  const auto open_all = [&](bool last_opens) {
    exit_stack opened;
    with_exit_stack([&](exit_stack& stack) {
      stack.enter(file(log, "a"));
      if (!last_opens) {
        throw std::runtime_error("cannot open b");
      }
      opened = stack.pop_all();
    });
    return opened;
  };
  EXPECT_THROW(open_all(false), std::runtime_error);
  EXPECT_EQ(log, (journal{"open a", "close a: cannot open b"}));
  auto opened = open_all(true);
  EXPECT_EQ(opened.size(), 1);
  opened.close();
}

struct refuses_to_enter {
  void enter() { throw std::runtime_error("no entry"); }
  void exit(const std::exception_ptr&) { FAIL() << "was not entered"; }
};

TEST(B20_exit_stack, what_could_not_be_entered_is_not_left) {
  exit_stack stack;
  EXPECT_EQ(message_of<std::runtime_error>([&] { stack.enter(refuses_to_enter()); }), "no entry");
  EXPECT_TRUE(stack.empty());
}

struct immovable {
  immovable() = default;
  immovable(immovable&&) = delete;
  int value = 3;
};
struct gives_immovable {
  immovable enter() { return {}; }
  void exit(const std::exception_ptr&) {}
};

TEST(B20_exit_stack, what_entering_gives_need_not_be_movable) {
  exit_stack stack;
  const immovable resource = stack.enter(gives_immovable());
  EXPECT_EQ(resource.value, 3);
  EXPECT_EQ(stack.size(), 1);
}

TEST(B20_exit_stack, an_exit_may_push_others_which_come_next) {
  journal log;
  exit_stack stack;
  stack.push(note(log, "bottom"));
  stack.callback([&] {
    log.emplace_back("top");
    stack.push(note(log, "pushed meanwhile"));
  });
  stack.close();
  EXPECT_EQ(log, (journal{"top", "pushed meanwhile: success", "bottom: success"}));
}

TEST(B20_exit_stack, the_destructor_runs_what_is_left_and_tells_it_that_the_stack_was_not_closed) {
  journal log;
  {
    exit_stack stack;
    stack.enter(file(log, "a"));
    stack.callback([&log] { log.emplace_back("called back"); });
  }
  EXPECT_EQ(log, (journal{"open a", "called back", "close a: exit_stack: destroyed before it was closed"}));
  exit_stack told;
  told.push(
      [](const std::exception_ptr& error) { EXPECT_THROW(std::rethrow_exception(error), exit_stack_not_closed); });
}

TEST(B20_exit_stack, move_assignment_runs_what_was_left_in_the_target) {
  journal log;
  exit_stack target;
  target.callback([&log] { log.emplace_back("target"); });
  exit_stack source;
  source.callback([&log] { log.emplace_back("source"); });
  target = std::move(source);
  EXPECT_EQ(log, journal{"target"});
  target.close();
  EXPECT_EQ(log, (journal{"target", "source"}));
}

TEST(B20_exit_stack_death, an_exit_that_throws_in_the_destructor_ends_the_program) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        exit_stack stack;
        stack.callback([] { throw std::runtime_error("cannot unmount"); });
      },
      "cannot unmount");
}

TEST(B20_exit_stack, a_hundred_thousand_entries_take_no_more_stack_than_one) {
  std::size_t calls = 0;
  exit_stack stack;
  for (int i = 0; i < 100'000; ++i) {
    stack.callback([&calls] { ++calls; });
  }
  stack.close();
  EXPECT_EQ(calls, 100'000);
}

struct gives_a_number {
  int operator()(const std::exception_ptr&) const { return 1; }
};

static_assert(patterns::data_model::context_manager<exit_stack>);
static_assert(std::is_nothrow_move_constructible_v<exit_stack> && !std::is_copy_constructible_v<exit_stack>);
static_assert(!exit_handler<gives_a_number> && !exit_handler<void (*)()>);
static_assert(std::is_nothrow_copy_constructible_v<exit_error>);

}  // namespace
