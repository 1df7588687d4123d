#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::context_manager;
using patterns::data_model::exit_result;
using patterns::data_model::with;

struct journal {
  std::vector<std::string> lines;
};

std::string text_of(const std::exception_ptr& error) {
  if (error == nullptr) {
    return "success";
  }
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "unknown";
  }
}

class transaction {
 public:
  explicit transaction(journal& log) : log_(&log) {}
  int enter() {
    log_->lines.emplace_back("enter");
    return 42;
  }
  void exit(const std::exception_ptr& error) { log_->lines.push_back("exit: " + text_of(error)); }

 private:
  journal* log_;
};

struct suppress_out_of_range {
  int exits = 0;
  void enter() {}
  exit_result exit(const std::exception_ptr& error) {
    ++exits;
    try {
      if (error != nullptr) {
        std::rethrow_exception(error);
      }
    } catch (const std::out_of_range&) {
      return exit_result::swallow;
    } catch (...) {
    }
    return exit_result::propagate;
  }
};

struct lends {
  std::string text = "lent";
  std::string& enter() { return text; }
  void exit(const std::exception_ptr&) {}
};

struct hands_over {
  std::unique_ptr<int> enter() { return std::make_unique<int>(7); }
  void exit(const std::exception_ptr&) {}
};

struct cannot_enter {
  bool has_exited = false;
  void enter() { throw std::runtime_error("locked"); }
  void exit(const std::exception_ptr&) { has_exited = true; }
};

struct fails_on_exit {
  int exits = 0;
  void enter() {}
  void exit(const std::exception_ptr&) {
    ++exits;
    throw std::logic_error("exit failed");
  }
};

struct immovable {
  int value;
  explicit immovable(int v) : value(v) {}
  immovable(immovable&&) = delete;
};

struct exits_with_bool {
  void enter() {}
  bool exit(const std::exception_ptr&) { return true; }
};

static_assert(context_manager<transaction> && context_manager<suppress_out_of_range> && context_manager<lends>);
static_assert(!context_manager<int> && !context_manager<std::mutex>);
// true could mean either; exit_result says which.
static_assert(!context_manager<exits_with_bool>);

TEST(A14_with, calls_the_body_between_enter_and_exit) {
  journal log;
  const int result = with(transaction(log), [&log](int entered) {
    log.lines.push_back(std::format("body {}", entered));
    return entered + 1;
  });
  EXPECT_EQ(result, 43);
  EXPECT_EQ(log.lines, (std::vector<std::string>{"enter", "body 42", "exit: success"}));
}

TEST(A14_with, shows_exit_the_exception_and_lets_it_go_on) {
  journal log;
  EXPECT_THROW(with(transaction(log), [](int) { throw std::runtime_error("disk full"); }), std::runtime_error);
  EXPECT_EQ(log.lines, (std::vector<std::string>{"enter", "exit: disk full"}));
  EXPECT_THROW(with(transaction(log), [] { throw 1; }), int);
  EXPECT_EQ(log.lines.back(), "exit: unknown");
}

TEST(A14_with, ends_an_exception_that_exit_swallows) {
  suppress_out_of_range manager;
  const std::optional<int> nothing = with(manager, [] { return std::vector<int>{}.at(1); });
  EXPECT_EQ(nothing, std::nullopt);
  EXPECT_EQ(with(manager, [] { return 3; }), std::optional(3));
  EXPECT_TRUE(with(manager, [] {}));
  EXPECT_FALSE(with(manager, [] { throw std::out_of_range("gone"); }));
  EXPECT_THROW((void)with(manager, [] { throw std::runtime_error("other"); }), std::runtime_error);
  EXPECT_EQ(manager.exits, 5);
}

TEST(A14_with, lends_what_was_entered_or_hands_it_over) {
  lends lender;
  with(lender, [](std::string& text) { text += " out"; });
  EXPECT_EQ(lender.text, "lent out");
  EXPECT_EQ(with(hands_over{}, [](auto& pointer) { return *pointer; }), 7);
  EXPECT_EQ(*with(hands_over{}, [](std::unique_ptr<int>&& pointer) { return std::move(pointer); }), 7);
}

TEST(A14_with, returns_references_as_references) {
  lends lender;
  std::string& same = with(lender, [](std::string& text) -> std::string& { return text; });
  EXPECT_EQ(&same, &lender.text);
  suppress_out_of_range manager;
  int number = 1;
  const auto maybe = with(manager, [&number]() -> int& { return number; });
  EXPECT_EQ(&maybe.value().get(), &number);
}

TEST(A14_with, does_not_exit_what_was_not_entered) {
  cannot_enter manager;
  EXPECT_THROW(with(manager, [] {}), std::runtime_error);
  EXPECT_FALSE(manager.has_exited);
}

TEST(A14_with, exits_once_even_if_exit_throws) {
  fails_on_exit manager;
  EXPECT_THROW(with(manager, [] {}), std::logic_error);
  EXPECT_EQ(manager.exits, 1);
  EXPECT_THROW(with(manager, [] { throw std::runtime_error("body"); }), std::logic_error);
  EXPECT_EQ(manager.exits, 2);
}

TEST(A14_with, nests) {
  journal log;
  EXPECT_THROW(with(transaction(log), [&log] { with(transaction(log), [] { throw std::runtime_error("inner"); }); }),
               std::runtime_error);
  EXPECT_EQ(log.lines, (std::vector<std::string>{"enter", "enter", "exit: inner", "exit: inner"}));
}

}  // namespace
