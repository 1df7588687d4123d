#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;
import patterns.meta;

namespace {

using patterns::data_model::missing_sink;
using patterns::data_model::null_sink;
using patterns::data_model::trace_event;
using patterns::data_model::trace_kind;
using patterns::data_model::trace_sink;
using patterns::data_model::traced;

struct account {
  int balance = 0;
  std::string owner = "Ana";

  int deposit(int amount) { return balance += amount; }
  [[nodiscard]] std::string report() const { return std::format("{}: {}", owner, balance); }
  template <class Number>
  [[nodiscard]] Number as() const {
    return static_cast<Number>(balance);
  }
  int operator()(int factor) const { return balance * factor; }
  bool operator<(int amount) const { return balance < amount; }
  bool operator>(int amount) const { return balance > amount; }
};

class thermometer {
 public:
  explicit thermometer(double degrees) : celsius(degrees) {}
  double celsius;
};

struct empty_thing {};

struct move_only {
  std::unique_ptr<int> part = std::make_unique<int>(1);
  std::unique_ptr<int> take() && { return std::move(part); }
  int& value() { return *part; }
};

// Keeps what it is told, as text and whole.
struct journal {
  std::vector<trace_event> events;

  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const auto& each : events) {
      all.push_back(each.text());
    }
    return all;
  }
};

struct to_journal {
  journal* target;
  void operator()(const trace_event& seen) const { target->events.push_back(seen); }
};

struct changing_sink {
  void operator()(const trace_event&) { ++uses; }
  int uses = 0;
};

struct refusing {
  void operator()(const trace_event& seen) const { throw std::runtime_error("refused: " + seen.text()); }
};

static_assert(trace_sink<to_journal> && trace_sink<null_sink> && trace_sink<void (*)(const trace_event&)>);
static_assert(!trace_sink<void (*)(int)>);
static_assert(!trace_sink<changing_sink>, "uses may meet in a sink");

static_assert(sizeof(traced<account>) == sizeof(account) && alignof(traced<account>) == alignof(account));
static_assert(sizeof(traced<char>) == 1 && sizeof(traced<empty_thing>) == 1);
static_assert(sizeof(traced<account, refusing>) == sizeof(account), "a sink without state takes no space");
static_assert(std::is_trivially_copyable_v<traced<int>> && std::is_nothrow_move_constructible_v<traced<std::string>>);

template <class T>
concept can_write = requires(T& object) { object.here().template write<"balance">(1); };
template <class T>
concept can_deposit = requires(T& object) { object.here().template call<&account::deposit>(1); };
template <class T>
concept can_report = requires(T& object) { object.here().template call<&account::report>(); };
template <class T>
concept can_read_unknown = requires(T& object) { object.here().template read<"colour">(); };
template <class T>
concept can_be_used_as_a_temporary = requires(T object) { std::move(object).here(); };
static_assert(can_write<traced<account>> && can_deposit<traced<account>> && can_report<traced<account>>);
static_assert(!can_write<const traced<account>> && !can_deposit<const traced<account>>);
static_assert(can_report<const traced<account>>);
static_assert(!can_read_unknown<traced<account>>);
static_assert(std::is_same_v<decltype(std::declval<const traced<account>&>().here().operator->()), const account*>);
static_assert(std::is_same_v<decltype(*std::declval<traced<account>&>().here()), account&>);
static_assert(std::is_same_v<decltype(std::declval<traced<account>&>().here().read<"balance">()), const int&>,
              "what is read cannot be written to unseen");
static_assert(!std::is_default_constructible_v<traced<account, void (*)(const trace_event&)>>,
              "a null pointer would be called");
static_assert(!std::is_constructible_v<traced<account, void (*)(const trace_event&)>, account>);
static_assert(!std::is_convertible_v<account, traced<account>>);

using strings = std::vector<std::string>;

TEST(B2_traced, reports_each_use_with_the_name_of_the_member) {
  journal seen;
  traced watched(account(), to_journal{&seen});
  watched.here().write<"balance">(10);
  EXPECT_EQ(watched.here().read<"balance">(), 10);
  EXPECT_EQ(watched.here().call<&account::deposit>(5), 15);
  EXPECT_EQ(watched.here()->balance, 15);
  EXPECT_EQ((*watched.here()).owner, "Ana");
  EXPECT_EQ(seen.texts(), (strings{"write account::balance", "read account::balance", "call account::deposit",
                                   "arrow account", "star account"}));
}

TEST(B2_traced, reports_where_in_the_code_it_is_used) {
  journal seen;
  traced watched(account(), to_journal{&seen});
  const auto here = std::source_location::current();
  static_cast<void>(watched.here().read<"balance">());
  watched.here().write<"balance">(1);
  watched.here().call<&account::deposit>(2);
  watched.here()->balance = 3;
  ASSERT_EQ(seen.events.size(), 4U);
  for (std::uint_least32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(seen.events[i].where.line(), here.line() + 1 + i);
    EXPECT_STREQ(seen.events[i].where.file_name(), here.file_name());
  }
}

TEST(B2_traced, reports_the_place_that_it_is_given) {
  journal seen;
  const traced watched(account(), to_journal{&seen});
  const auto caller = std::source_location::current();
  const auto use = watched.here(caller);
  static_cast<void>(use.read<"balance">());
  static_cast<void>(use.read<"owner">());
  ASSERT_EQ(seen.events.size(), 2U);
  EXPECT_EQ(seen.events[1].where.line(), caller.line());
}

TEST(B2_traced, tells_how_a_use_was_made_and_whether_as_const) {
  journal seen;
  const traced watched(account(), to_journal{&seen});
  static_cast<void>(watched.here().call<&account::report>());
  ASSERT_EQ(seen.events.size(), 1U);
  EXPECT_EQ(seen.events[0].kind, trace_kind::call);
  EXPECT_EQ(seen.events[0].type, "account");
  EXPECT_EQ(seen.events[0].member, "report");
  EXPECT_TRUE(seen.events[0].is_const);
  EXPECT_EQ(seen.events[0].text(), "call const account::report");
}

TEST(B2_traced, knows_the_fields_of_any_class_by_a_pointer) {
  journal seen;
  traced watched(thermometer(20), to_journal{&seen});
  watched.here().write<&thermometer::celsius>(21.5);
  EXPECT_EQ(watched.here().read<&thermometer::celsius>(), 21.5);
  EXPECT_EQ(seen.texts(), (strings{"write thermometer::celsius", "read thermometer::celsius"}));
}

TEST(B2_traced, names_operators_and_member_templates) {
  journal seen;
  const traced watched(account{7}, to_journal{&seen});
  EXPECT_EQ(watched.here().call<&account::operator()>(3), 21);
  EXPECT_TRUE(watched.here().call < &account::operator<>(8));
  EXPECT_EQ(watched.here().call<&account::as<double>>(), 7.0);
  EXPECT_TRUE(watched.here().call<&account::operator> >(6));
  ASSERT_EQ(seen.events.size(), 4U);
  EXPECT_EQ(seen.events[0].member, "operator()");
  EXPECT_EQ(seen.events[1].member, "operator<");
  EXPECT_TRUE(seen.events[2].member.starts_with("as")) << seen.events[2].member;
  EXPECT_EQ(seen.events[3].member, "operator>");
}

TEST(B2_traced, reports_before_the_use_which_does_not_come_about_if_the_sink_throws) {
  traced<account, refusing> watched;
  EXPECT_THROW(watched.here().write<"balance">(1), std::runtime_error);
  EXPECT_THROW(watched.here().call<&account::deposit>(1), std::runtime_error);
  try {
    watched.here()->balance = 1;
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "refused: arrow account");
  }
  struct balance_only {
    void operator()(const trace_event& seen) const {
      if (seen.kind != trace_kind::star) {
        throw std::runtime_error("refused");
      }
    }
  };
  traced guarded(account{}, balance_only{});
  EXPECT_THROW(guarded.here().write<"balance">(1), std::runtime_error);
  EXPECT_EQ((*guarded.here()).balance, 0);
}

TEST(B2_traced, passes_on_what_a_call_takes_and_gives) {
  journal seen;
  traced watched(move_only(), to_journal{&seen});
  int& value = watched.here().call<&move_only::value>();
  value = 5;
  const auto part = std::move(*watched.here()).take();
  EXPECT_EQ(*part, 5);
  watched.here().write<"part">(std::make_unique<int>(6));
  EXPECT_EQ(*watched.here().read<"part">(), 6);
}

TEST(B2_traced, takes_a_function_as_a_sink_and_refuses_a_null_one) {
  static int uses;
  uses = 0;
  using function = void (*)(const trace_event&);
  traced<account, function> watched(account(), [](const trace_event&) { ++uses; });
  static_cast<void>(watched.here().read<"balance">());
  EXPECT_EQ(uses, 1);
  try {
    const traced<account, function> none(account(), nullptr);
    FAIL() << "no exception";
  } catch (const missing_sink& error) {
    EXPECT_STREQ(error.what(), "traced: the sink of account is a null pointer");
  }
}

TEST(B2_traced, a_copy_is_traced_as_well) {
  journal seen;
  traced watched(account{1}, to_journal{&seen});
  auto copy = watched;
  EXPECT_EQ(seen.events.size(), 0U);
  copy.here().write<"balance">(2);
  EXPECT_EQ(watched.here().read<"balance">(), 1);
  EXPECT_EQ(seen.events.size(), 2U);
}

constexpr int used_in_a_constant() {
  traced<patterns::meta::fixed_string<3>> text(patterns::meta::fixed_string<3>("abc"));
  traced<std::pair<int, int>> numbers(std::pair(1, 2));
  numbers.here().write<&std::pair<int, int>::first>(5);
  return numbers.here().read<&std::pair<int, int>::first>() + static_cast<int>(text.here()->size());
}
static_assert(used_in_a_constant() == 8);

TEST(B2_traced, reports_from_many_threads_to_a_sink_that_takes_turns) {
  struct counting {
    std::mutex mutex;
    std::map<std::string, int> uses;
  };
  counting counted;
  const auto sink = [&counted](const trace_event& seen) {
    const std::scoped_lock lock(counted.mutex);
    ++counted.uses[seen.text()];
  };
  const traced watched(account{3}, sink);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&watched] {
      for (int n = 0; n < 200; ++n) {
        static_cast<void>(watched.here().read<"balance">());
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(counted.uses, (std::map<std::string, int>{{"read const account::balance", 600}}));
}

}  // namespace
