#include "googletest.hpp"

import googletest;
import std;
import patterns.design;

namespace {

using patterns::design::access;
using patterns::design::access_interceptor;
using patterns::design::access_kind;
using patterns::design::access_phase;
using patterns::design::access_report;
using patterns::design::access_sink;
using patterns::design::logging_proxy;
using patterns::design::missing_part;
using patterns::design::proxy;
using patterns::design::synchronized_sink;

class account {
 public:
  account() = default;
  explicit account(int opening) : balance_(opening) {}
  int deposit(int amount) {
    if (amount < 0) {
      throw std::invalid_argument("a deposit of less than nothing");
    }
    return balance_ += amount;
  }
  [[nodiscard]] int balance() const { return balance_; }
  int limit = 0;

 private:
  int balance_ = 0;
};

class converter {
 public:
  explicit converter(int number) : number_(number) {}
  int operator()(int factor) const { return number_ * factor; }
  bool operator>(int other) const { return number_ > other; }
  template <class Unit>
  [[nodiscard]] std::intmax_t to() const {
    return number_ * Unit::den / Unit::num;
  }

 private:
  int number_;
};

/// Keeps the texts of the reports; several proxies may share one.
class notes {
 public:
  void operator()(const access_report& report) const { texts_->push_back(report.text()); }
  [[nodiscard]] std::vector<std::string> taken() const { return std::exchange(*texts_, {}); }

 private:
  std::shared_ptr<std::vector<std::string>> texts_ = std::make_shared<std::vector<std::string>>();
};

struct refusing {
  access_phase phase;
  std::shared_ptr<int> refused = std::make_shared<int>(0);
  void operator()(const access_report& report) const {
    if (report.phase == phase) {
      ++*refused;
      throw std::runtime_error("disk full");
    }
  }
};

struct counting_function {
  int calls = 0;
  void operator()(const access_report&) { ++calls; }
};

struct throwing_after {
  void before(const access&) const {}
  void after(const access&, bool) const {}
};

/// Holds a lock from before to after.
class locking {
 public:
  void before(const access&) const { mutex_->lock(); }
  void after(const access&, bool) const noexcept { mutex_->unlock(); }

 private:
  std::shared_ptr<std::mutex> mutex_ = std::make_shared<std::mutex>();
};

static_assert(access_sink<notes> && access_sink<synchronized_sink<counting_function>>);
static_assert(!access_sink<counting_function>, "calls may meet in a sink, so that it is called as const");
static_assert(access_interceptor<locking> && !access_interceptor<throwing_after>);

using audited = logging_proxy<account, notes>;

using function_sink = void (*)(const access_report&);
static_assert(!std::is_constructible_v<logging_proxy<account, function_sink>, account>,
              "a null pointer would be called");

template <class Proxy>
concept can_deposit = requires(Proxy& value) { value->deposit(1); };
template <class Proxy>
concept can_deposit_by_star = requires(Proxy& value) { (*value).deposit(1); };
template <class Proxy>
concept can_deposit_by_name = requires(Proxy& value) { value.template call<&account::deposit>(1); };

static_assert(can_deposit<audited> && can_deposit_by_star<audited> && can_deposit_by_name<audited>);
static_assert(!can_deposit<const audited> && !can_deposit_by_star<const audited> &&
              !can_deposit_by_name<const audited>);
static_assert(!can_deposit<const logging_proxy<std::shared_ptr<account>, notes>>, "const goes through pointers");
static_assert(!can_deposit<logging_proxy<std::shared_ptr<const account>, notes>>);
static_assert(std::same_as<decltype(*std::declval<const audited&>()), const account&>);

TEST(A22_proxy, reports_every_call_through_the_arrow_before_and_after_it) {
  const notes log;
  logging_proxy audit(account(10), log);
  EXPECT_EQ(audit->deposit(5), 15);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account-> begins", "account-> returns"}));
  audit->limit = 7;
  EXPECT_EQ(log.taken().size(), 2U);
  EXPECT_EQ(std::as_const(audit)->balance(), 15);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"const account-> begins", "const account-> returns"}));
}

TEST(A22_proxy, reports_when_the_object_itself_is_reached) {
  const notes log;
  logging_proxy audit(account(10), log);
  EXPECT_EQ((*audit).deposit(5), 15);
  EXPECT_EQ(log.taken(), std::vector<std::string>{"*account"});
  EXPECT_EQ((*std::as_const(audit)).balance(), 15);
  EXPECT_EQ(log.taken(), std::vector<std::string>{"*const account"});
}

TEST(A22_proxy, reports_the_name_of_a_member_that_is_called_by_name) {
  const notes log;
  logging_proxy audit(account(10), log);
  EXPECT_EQ(audit.call<&account::deposit>(5), 15);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account::deposit begins", "account::deposit returns"}));
  EXPECT_EQ(std::as_const(audit).call<&account::balance>(), 15);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"const account::balance begins", "const account::balance returns"}));
  audit.call<&account::limit>() = 7;
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account::limit begins", "account::limit returns"}));
  EXPECT_EQ((*audit).limit, 7);
}

TEST(A22_proxy, names_operators_and_members_that_are_templates) {
  const notes log;
  logging_proxy audit(converter(7), log);
  EXPECT_EQ(audit.call<&converter::operator()>(2), 14);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"converter::operator() begins", "converter::operator() returns"}));
  EXPECT_TRUE(audit.call<&converter::operator> >(6));
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"converter::operator> begins", "converter::operator> returns"}));
  EXPECT_EQ(audit.call<&converter::to<std::ratio<1>>>(), 7);
  const auto texts = log.taken();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_TRUE(texts[0].starts_with("converter::to")) << texts[0];
}

TEST(A22_proxy, reports_that_a_call_throws_and_passes_the_exception_on) {
  const notes log;
  logging_proxy audit(account(10), log);
  EXPECT_THROW(audit->deposit(-1), std::invalid_argument);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account-> begins", "account-> throws"}));
  EXPECT_THROW(audit.call<&account::deposit>(-1), std::invalid_argument);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account::deposit begins", "account::deposit throws"}));
}

TEST(A22_proxy, reports_a_call_that_returns_while_an_exception_is_on_its_way) {
  const notes log;
  const logging_proxy audit(account(10), log);
  struct at_exit {
    const logging_proxy<account, notes>& seen;
    ~at_exit() { EXPECT_EQ(seen->balance(), 10); }
  };
  EXPECT_THROW(
      {
        const at_exit guard{audit};
        throw std::runtime_error("on its way");
      },
      std::runtime_error);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"const account-> begins", "const account-> returns"}));
}

TEST(A22_proxy, ends_an_access_with_the_expression_that_it_stands_in) {
  const notes log;
  logging_proxy first(account(10), log);
  logging_proxy second(account(20), log);
  EXPECT_EQ(first.call<&account::deposit>(second->balance()), 30);
  EXPECT_EQ(log.taken(), (std::vector<std::string>{"account-> begins", "account::deposit begins",
                                                   "account::deposit returns", "account-> returns"}));
}

TEST(A22_proxy, stands_for_what_a_pointer_or_a_reference_leads_to) {
  const notes log;
  account owned(10);
  logging_proxy by_reference(std::ref(owned), log);
  by_reference->deposit(5);
  EXPECT_EQ(owned.balance(), 15);
  EXPECT_EQ(&*by_reference, &owned);
  const auto shared = std::make_shared<account>(1);
  logging_proxy by_pointer(shared, log);
  by_pointer->deposit(1);
  EXPECT_EQ(shared->balance(), 2);
  EXPECT_EQ(log.taken().size(), 5U);
}

TEST(A22_proxy, refuses_to_stand_for_nothing) {
  try {
    const logging_proxy audit{std::shared_ptr<account>(), notes()};
    FAIL() << "no exception";
  } catch (const missing_part& error) {
    EXPECT_STREQ(error.what(), "proxy: the account is missing: what was given is empty");
  }
}

TEST(A22_proxy, refuses_a_sink_that_is_a_null_pointer) {
  using function = void (*)(const access_report&);
  try {
    const logging_proxy<account, function> unheard(account(), nullptr);
    FAIL() << "no exception";
  } catch (const missing_part& error) {
    EXPECT_STREQ(error.what(), "logging_proxy: the sink is missing: what was given is empty");
  }
  try {
    const logging_proxy unheard(account{}, std::function<void(const access_report&)>());
    FAIL() << "no exception";
  } catch (const missing_part& error) {
    EXPECT_STREQ(error.what(), "logging_proxy: the sink is missing: what was given is empty");
  }
  EXPECT_THROW(synchronized_sink<function>(nullptr), missing_part);
  static int calls = 0;
  const logging_proxy<account, function> heard(account(), [](const access_report&) { ++calls; });
  EXPECT_EQ(heard->balance(), 0);
  EXPECT_EQ(calls, 2);
}

TEST(A22_proxy, reports_to_a_lambda_that_captures) {
  std::vector<std::string> texts;
  const logging_proxy audit(account(3), [&texts](const access_report& report) { texts.push_back(report.text()); });
  EXPECT_EQ(audit->balance(), 3);
  EXPECT_EQ(texts, (std::vector<std::string>{"const account-> begins", "const account-> returns"}));
}

TEST(A22_proxy, makes_no_call_that_cannot_be_reported) {
  const refusing sink{access_phase::begins};
  account owned(10);
  logging_proxy audit(std::ref(owned), sink);
  EXPECT_THROW(audit->deposit(5), std::runtime_error);
  EXPECT_THROW(audit.call<&account::deposit>(5), std::runtime_error);
  EXPECT_THROW((void)*audit, std::runtime_error);
  EXPECT_EQ(*sink.refused, 3);
  EXPECT_EQ(owned.balance(), 10);
}

TEST(A22_proxy, keeps_the_result_of_a_call_whose_report_is_lost) {
  const refusing sink{access_phase::returns};
  logging_proxy audit(account(10), sink);
  EXPECT_EQ(audit->deposit(5), 15);
  EXPECT_EQ(*sink.refused, 1);
  const refusing at_throw{access_phase::throws};
  logging_proxy failing(account(10), at_throw);
  EXPECT_THROW(failing->deposit(-1), std::invalid_argument);
  EXPECT_EQ(*at_throw.refused, 1);
}

TEST(A22_proxy, tells_its_interceptor_what_it_sees) {
  struct recorder {
    std::shared_ptr<std::vector<access>> seen = std::make_shared<std::vector<access>>();
    void before(const access& each) const { seen->push_back(each); }
    void after(const access&, bool) const noexcept {}
  };
  const recorder record;
  proxy<account, recorder> watched(account(), record);
  watched->deposit(1);
  (void)*std::as_const(watched);
  watched.call<&account::deposit>(1);
  EXPECT_EQ(*record.seen, (std::vector<access>{{"account", "", access_kind::arrow, false},
                                               {"account", "", access_kind::star, true},
                                               {"account", "deposit", access_kind::call, false}}));
}

TEST(A22_proxy, may_guard_an_object_that_several_threads_use) {
  proxy<account, locking> guarded{account()};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&guarded] {
      for (int round = 0; round < 1'000; ++round) {
        guarded->deposit(1);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(guarded->balance(), 3'000);
}

TEST(A22_proxy, loses_no_report_of_several_threads_and_proxies_to_one_sink) {
  std::map<std::string, int> counts;
  const synchronized_sink sink([&counts](const access_report& report) { ++counts[report.text()]; });
  const logging_proxy first(account(1), sink);
  const logging_proxy second(account(2), sink);
  std::atomic<int> sum = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 500; ++round) {
        sum += first->balance() + second.call<&account::balance>();
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(sum, 4'500);
  EXPECT_EQ(counts, (std::map<std::string, int>{{"const account-> begins", 1'500},
                                                {"const account-> returns", 1'500},
                                                {"const account::balance begins", 1'500},
                                                {"const account::balance returns", 1'500}}));
}

}  // namespace
