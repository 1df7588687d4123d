#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::finalizable;
using patterns::data_model::finalize;
using patterns::data_model::finalizer;
using patterns::data_model::finalizer_failure_handler;
using patterns::data_model::finalizer_function;
using patterns::data_model::finalizer_info;
using patterns::data_model::make_finalizable;
using patterns::data_model::not_finalizable;
using patterns::data_model::set_finalizer_failure_handler;

struct resource : finalizable {
  int handle = 0;
};

struct session {
  virtual ~session() = default;
};
struct web_session : session {
  int pages = 0;
};

struct other_base {
  int number = 1;
};
struct both : other_base, finalizable {};

template <class Object>
concept can_be_finalized = requires(Object&& object) { finalize(std::forward<Object>(object), [] {}); };

static_assert(can_be_finalized<resource&> && can_be_finalized<const resource&> && can_be_finalized<finalizable&>);
static_assert(can_be_finalized<std::shared_ptr<session>>);
static_assert(!can_be_finalized<resource>, "a temporary would be gone at once");
static_assert(!can_be_finalized<session&>, "nothing would tell its death");

static_assert(finalizer_function<void (*)()> && finalizer_function<int (&)()>);
static_assert(!finalizer_function<void (*)(session&)>, "the object is gone when it is called");

static_assert(sizeof(finalizable) == sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<resource> && std::is_nothrow_copy_constructible_v<finalizable>);
static_assert(std::copyable<finalizer> && std::default_initializable<finalizer>);

// Writes a name into a journal when it is called.
class note {
 public:
  note(std::vector<std::string>& journal, std::string name) : journal_(&journal), name_(std::move(name)) {}
  void operator()() const { journal_->push_back(name_); }

 private:
  std::vector<std::string>* journal_;
  std::string name_;
};

struct last_failure {
  static inline std::vector<std::string> seen;

  static void keep(const finalizer_info& info, std::exception_ptr error) noexcept {
    try {
      std::rethrow_exception(std::move(error));
    } catch (const std::exception& known) {
      seen.push_back(std::format("{}: {}", info.object, known.what()));
    }
  }
};

class B3_finalizer : public testing::Test {
 protected:
  std::vector<std::string> journal;
};

class B3_finalizer_failure : public B3_finalizer {
 protected:
  B3_finalizer_failure() : former_(set_finalizer_failure_handler(&last_failure::keep)) { last_failure::seen.clear(); }
  ~B3_finalizer_failure() override { set_finalizer_failure_handler(former_); }

 private:
  finalizer_failure_handler former_;
};

using strings = std::vector<std::string>;

TEST_F(B3_finalizer, runs_once_when_its_object_dies) {
  finalizer close;
  {
    const resource object;
    close = finalize(object, note(journal, "closed"));
    EXPECT_TRUE(close.alive());
    EXPECT_EQ(journal, strings{});
  }
  EXPECT_EQ(journal, strings{"closed"});
  EXPECT_FALSE(close.alive());
  EXPECT_FALSE(close());
  EXPECT_FALSE(close.detach());
  EXPECT_EQ(journal, strings{"closed"});
}

TEST_F(B3_finalizer, runs_without_a_handle_of_it) {
  {
    const finalizable scope;
    finalize(scope, note(journal, "closed"));
    EXPECT_EQ(journal, strings{});
  }
  EXPECT_EQ(journal, strings{"closed"});
}

TEST_F(B3_finalizer, runs_once_when_it_is_called_and_not_again_when_the_object_dies) {
  {
    const resource object;
    const auto close = finalize(object, note(journal, "closed"));
    const finalizer same = close;
    EXPECT_TRUE(close());
    EXPECT_EQ(journal, strings{"closed"});
    EXPECT_FALSE(same());
    EXPECT_FALSE(same.alive());
  }
  EXPECT_EQ(journal, strings{"closed"});
}

TEST_F(B3_finalizer, never_runs_once_detached) {
  finalizer close;
  {
    const resource object;
    close = finalize(object, note(journal, "closed"));
    EXPECT_TRUE(close.detach());
    EXPECT_FALSE(close.detach());
    EXPECT_FALSE(close.alive());
    EXPECT_FALSE(close());
  }
  EXPECT_EQ(journal, strings{});
}

TEST_F(B3_finalizer, runs_the_last_registered_first) {
  {
    const resource object;
    finalize(object, note(journal, "first"));
    const auto second = finalize(object, note(journal, "second"));
    finalize(object, note(journal, "third"));
    const auto fourth = finalize(object, note(journal, "fourth"));
    second.detach();
    fourth.detach();
  }
  EXPECT_EQ(journal, (strings{"third", "first"}));
}

TEST_F(B3_finalizer, runs_when_the_object_is_gone_already) {
  struct member {
    explicit member(strings& seen) : seen_(&seen) {}
    ~member() { seen_->push_back("member destroyed"); }
    strings* seen_;
  };
  struct owner : finalizable {
    explicit owner(strings& seen) : part(seen) { finalize(*this, note(seen, "finalized")); }
    member part;
  };
  {
    const owner object(journal);
  }
  EXPECT_EQ(journal, (strings{"member destroyed", "finalized"}));
}

TEST_F(B3_finalizer, runs_if_the_constructor_of_its_object_throws) {
  struct failing : finalizable {
    explicit failing(strings& seen) {
      finalize(*this, note(seen, "closed"));
      throw std::runtime_error("no");
    }
  };
  EXPECT_THROW(failing object(journal), std::runtime_error);
  EXPECT_EQ(journal, strings{"closed"});
}

TEST_F(B3_finalizer, does_not_keep_its_object_alive) {
  auto object = make_finalizable<web_session>();
  const std::weak_ptr<web_session> seen = object;
  const auto close = finalize(object, note(journal, "closed"));
  EXPECT_EQ(object.use_count(), 1);
  object.reset();
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(journal, strings{"closed"});
  EXPECT_FALSE(close.alive());
}

TEST_F(B3_finalizer, waits_for_the_last_owner) {
  auto object = make_finalizable<web_session>();
  auto other = object;
  finalize(object, note(journal, "closed"));
  object.reset();
  EXPECT_EQ(journal, strings{});
  other.reset();
  EXPECT_EQ(journal, strings{"closed"});
}

TEST_F(B3_finalizer, is_registered_through_a_pointer_to_a_base_class_or_to_a_part) {
  auto object = make_finalizable<web_session>();
  std::shared_ptr<session> base = object;
  std::shared_ptr<int> part(object, &object->pages);
  object.reset();
  finalize(base, note(journal, "by base"));
  finalize(part, note(journal, "by part"));
  base.reset();
  EXPECT_EQ(journal, strings{});
  part.reset();
  EXPECT_EQ(journal, (strings{"by part", "by base"}));
}

TEST_F(B3_finalizer, of_a_finalizable_object_needs_no_special_owner) {
  auto shared = std::make_shared<both>();
  finalize(shared, note(journal, "shared"));
  shared.reset();
  auto unique = std::make_unique<both>();
  finalize(*unique, note(journal, "unique"));
  unique.reset();
  EXPECT_EQ(journal, (strings{"shared", "unique"}));
}

TEST_F(B3_finalizer, refuses_a_pointer_whose_object_tells_nobody_of_its_death) {
  try {
    finalize(std::make_shared<session>(), note(journal, "closed"));
    FAIL() << "no exception";
  } catch (const not_finalizable& error) {
    EXPECT_STREQ(error.what(),
                 "finalize: session tells nobody of its death: make it by make_finalizable, or derive it from "
                 "finalizable");
  }
  try {
    finalize(std::shared_ptr<resource>(), note(journal, "closed"));
    FAIL() << "no exception";
  } catch (const not_finalizable& error) {
    EXPECT_STREQ(error.what(), "finalize: resource is not there: the pointer is null");
  }
  EXPECT_EQ(journal, strings{});
}

TEST_F(B3_finalizer, goes_with_the_object_that_is_moved_and_not_with_a_copy) {
  std::optional<resource> first(std::in_place);
  const auto close = finalize(*first, note(journal, "closed"));
  finalize(*first, note(journal, "second"));
  {
    const resource copy = *first;
    EXPECT_TRUE(close.alive());
  }
  EXPECT_EQ(journal, strings{});
  std::optional<resource> second(std::move(*first));
  first.reset();
  EXPECT_EQ(journal, strings{});
  second.reset();
  EXPECT_EQ(journal, (strings{"second", "closed"}));
}

TEST_F(B3_finalizer, runs_when_its_object_is_overwritten_by_a_move_and_not_by_a_copy) {
  resource target;
  finalize(target, note(journal, "of target"));
  {
    resource source;
    finalize(source, note(journal, "of source"));
    target = std::as_const(source);
    EXPECT_EQ(journal, strings{});
    target = std::move(source);
    EXPECT_EQ(journal, strings{"of target"});
  }
  EXPECT_EQ(journal, strings{"of target"});
  auto& same = target;
  target = std::move(same);
  EXPECT_EQ(journal, strings{"of target"});
  target = resource();
  EXPECT_EQ(journal, (strings{"of target", "of source"}));
}

TEST_F(B3_finalizer, can_be_called_and_detached_after_its_object_moved) {
  resource first;
  const auto called = finalize(first, note(journal, "called"));
  const auto detached = finalize(first, note(journal, "detached"));
  const resource second = std::move(first);
  EXPECT_TRUE(detached.detach());
  EXPECT_TRUE(called());
  EXPECT_EQ(journal, strings{"called"});
}

TEST_F(B3_finalizer, says_what_is_pending_and_where_it_was_registered) {
  const resource object;
  const auto line = std::source_location::current().line() + 1;
  const auto close = finalize(object, note(journal, "closed"));
  const auto seen = close.peek();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->object, "resource");
  EXPECT_EQ(seen->where.line(), line);
  EXPECT_TRUE(std::string_view(seen->where.file_name()).ends_with("finalizer_test.cpp"));
  EXPECT_TRUE(close());
  EXPECT_FALSE(close.peek());
}

TEST_F(B3_finalizer, is_dead_if_it_was_made_from_nothing) {
  const finalizer none;
  EXPECT_FALSE(none.alive());
  EXPECT_FALSE(none());
  EXPECT_FALSE(none.detach());
  EXPECT_FALSE(none.peek());
  EXPECT_FALSE(none.at_exit());
  none.at_exit(true);
  EXPECT_FALSE(none.at_exit());
}

TEST_F(B3_finalizer, lets_go_of_what_its_function_holds_when_it_is_dead) {
  const auto held = std::make_shared<int>(1);
  const resource object;
  const auto called = finalize(object, [held] {});
  const auto detached = finalize(object, [held] {});
  const auto throwing = finalize(object, [held] { throw std::runtime_error("no"); });
  EXPECT_EQ(held.use_count(), 4);
  called();
  EXPECT_EQ(held.use_count(), 3);
  detached.detach();
  EXPECT_EQ(held.use_count(), 2);
  EXPECT_THROW(throwing(), std::runtime_error);
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(B3_finalizer, takes_a_function_that_can_only_be_moved_and_drops_what_it_returns) {
  int result = 0;
  {
    const resource object;
    finalize(object, [value = std::make_unique<int>(7), &result]() mutable { return result = *value; });
  }
  EXPECT_EQ(result, 7);
}

TEST_F(B3_finalizer, registers_nothing_if_the_function_cannot_be_kept) {
  struct uncopyable {
    uncopyable() = default;
    uncopyable(const uncopyable&) { throw std::runtime_error("no copy"); }
    void operator()() const { ADD_FAILURE() << "called"; }
  };
  const uncopyable function;
  const resource object;
  EXPECT_THROW(finalize(object, function), std::runtime_error);
}

TEST_F(B3_finalizer, may_use_itself_and_the_others_while_it_runs) {
  finalizer own;
  finalizer other;
  {
    const resource object;
    other = finalize(object, note(journal, "other"));
    own = finalize(object, [&] {
      EXPECT_FALSE(own.alive());
      EXPECT_FALSE(own());
      EXPECT_TRUE(other());
      journal.push_back("own");
    });
  }
  EXPECT_EQ(journal, (strings{"other", "own"}));
}

TEST_F(B3_finalizer, may_register_another_while_it_runs) {
  {
    const finalizable scope;
    finalize(scope, note(journal, "first"));
    finalize(scope, [&] {
      journal.push_back("second");
      finalize(scope, note(journal, "late"));
    });
  }
  EXPECT_EQ(journal, (strings{"second", "late", "first"}));
}

TEST_F(B3_finalizer, may_end_another_object) {
  auto inner = std::make_unique<resource>();
  finalize(*inner, note(journal, "inner"));
  {
    const resource outer;
    finalize(outer, [&] { inner.reset(); });
  }
  EXPECT_EQ(journal, strings{"inner"});
}

TEST_F(B3_finalizer, that_fails_when_called_tells_the_caller_and_counts_as_called) {
  const resource object;
  const auto close = finalize(object, [] { throw std::runtime_error("disk full"); });
  EXPECT_THROW(close(), std::runtime_error);
  EXPECT_FALSE(close.alive());
  EXPECT_FALSE(close());
}

TEST_F(B3_finalizer_failure, goes_to_the_handler_and_keeps_no_other_from_running) {
  {
    const resource object;
    finalize(object, note(journal, "first"));
    finalize(object, [] { throw std::runtime_error("disk full"); });
    finalize(object, note(journal, "third"));
  }
  EXPECT_EQ(journal, (strings{"third", "first"}));
  EXPECT_EQ(last_failure::seen, strings{"resource: disk full"});
}

TEST_F(B3_finalizer_failure, handler_is_given_back_when_another_is_set) {
  const auto former = set_finalizer_failure_handler(nullptr);
  EXPECT_EQ(former, &last_failure::keep);
  EXPECT_NE(set_finalizer_failure_handler(former), nullptr);
}

TEST_F(B3_finalizer_failure, is_written_to_the_error_stream_if_there_is_no_handler) {
  set_finalizer_failure_handler(nullptr);
  testing::internal::CaptureStderr();
  {
    const resource object;
    finalize(object, [] { throw std::runtime_error("disk full"); });
    finalize(object, [] { throw 7; });
  }
  const auto text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("finalizer of resource registered at "), std::string::npos) << text;
  EXPECT_NE(text.find(" failed: an exception of unknown type\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" failed: disk full\n"), std::string::npos) << text;
}

// What happens at the exit of a program is seen in a copy of this one.
class B3_finalizer_exit : public B3_finalizer {
 protected:
  // Lives until the end, as a static object does, but dies never.
  static const finalizable& undying() {
    static const auto* const object = new finalizable();
    return *object;
  }
  static void exit_with_success() { std::exit(0); }
};

struct say {
  std::string_view text;
  void operator()() const { std::cerr << text << ' '; }
};

// Destroyed after every object that a test makes, and after the finalizers of the exit have run.
struct late_object {
  ~late_object() {
    if (registers) {
      std::cerr << "late object ";
      static const auto* const undying = new finalizable();
      finalize(*undying, say{"later"});
    }
  }
  bool registers = false;
};
late_object destroyed_late;

TEST_F(B3_finalizer_exit, runs_what_is_left_the_last_first) {
  EXPECT_EXIT(
      {
        const auto& other = *new finalizable();
        finalize(undying(), say{"first"});
        finalize(other, say{"second"});
        finalize(undying(), say{"third"});
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^third second first $");
}

TEST_F(B3_finalizer_exit, runs_none_that_was_told_not_to_or_is_dead) {
  EXPECT_EXIT(
      {
        finalize(undying(), say{"kept"});
        const auto unwanted = finalize(undying(), say{"unwanted"});
        unwanted.at_exit(false);
        finalize(undying(), say{"called"})();
        finalize(undying(), say{"detached"}).detach();
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^called kept $");
}

TEST_F(B3_finalizer_exit, flag_can_be_read_and_changed_while_it_is_alive) {
  const finalizable scope;
  const auto close = finalize(scope, note(journal, "closed"));
  EXPECT_TRUE(close.at_exit());
  close.at_exit(false);
  EXPECT_FALSE(close.at_exit());
  close.at_exit(true);
  EXPECT_TRUE(close.at_exit());
  close();
  EXPECT_FALSE(close.at_exit());
}

TEST_F(B3_finalizer_exit, runs_one_that_changed_its_mind_during_the_exit) {
  EXPECT_EXIT(
      {
        const auto undecided = finalize(undying(), say{"undecided"});
        undecided.at_exit(false);
        finalize(undying(), [undecided] { undecided.at_exit(true); });
        finalize(undying(), say{"first"});
        const auto skipped = finalize(undying(), say{"skipped"});
        skipped.at_exit(false);
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^first undecided $");
}

TEST_F(B3_finalizer_exit, runs_what_is_registered_during_it) {
  EXPECT_EXIT(
      {
        finalize(undying(), say{"before"});
        finalize(undying(), [] {
          say{"now"}();
          finalize(undying(), say{"during"});
        });
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^now during before $");
}

TEST_F(B3_finalizer_exit, runs_what_is_registered_when_it_seems_to_be_over) {
  EXPECT_EXIT(
      {
        destroyed_late.registers = true;
        finalize(undying(), say{"at exit"});
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^at exit late object later $");
}

TEST_F(B3_finalizer_exit, reports_a_failure_and_goes_on) {
  EXPECT_EXIT(
      {
        finalize(undying(), say{"last"});
        finalize(undying(), [] { throw std::runtime_error("disk full"); });
        exit_with_success();
      },
      testing::ExitedWithCode(0), "failed: disk full\nlast $");
}

TEST_F(B3_finalizer_exit, does_not_run_what_its_object_ran_already) {
  EXPECT_EXIT(
      {
        {
          finalize(*std::make_unique<resource>(), say{"dead"});
        }
        exit_with_success();
      },
      testing::ExitedWithCode(0), "^dead $");
}

TEST(B3_finalizer_races, are_won_by_exactly_one) {
  constexpr int rounds = 500;
  constexpr int callers = 3;
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> runs = 0;
    std::atomic<int> calls = 0;
    std::atomic<int> detached = 0;
    std::optional<resource> object(std::in_place);
    const auto contested = finalize(*object, [&runs] { ++runs; });
    finalize(*object, [] {});
    std::barrier start(callers + 1);
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        if (i == 0) {
          detached += contested.detach() ? 1 : 0;
        } else {
          calls += contested() ? 1 : 0;
        }
      });
    }
    start.arrive_and_wait();
    object.reset();
    for (auto& thread : threads) {
      thread.join();
    }
    ASSERT_EQ(runs + detached, 1);
    ASSERT_LE(calls, runs);
    ASSERT_FALSE(contested.alive());
  }
}

TEST(B3_finalizer_races, lose_no_registration) {
  constexpr int threads_at_once = 3;
  constexpr int each = 500;
  std::atomic<int> runs = 0;
  {
    const resource object;
    std::vector<std::thread> threads;
    for (int i = 0; i < threads_at_once; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < each; ++n) {
          finalize(object, [&runs] { ++runs; });
        }
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
    EXPECT_EQ(runs, 0);
  }
  EXPECT_EQ(runs, threads_at_once * each);
}

}  // namespace
