#include "googletest.hpp"
#include <range/v3/algorithm/count_if.hpp>

import googletest;
import std;
import patterns.design;
import patterns.typing;

namespace {

using patterns::design::column_name;
using patterns::design::comparable_with_field;
using patterns::design::field;
using patterns::design::orderable_with_field;
using patterns::design::rule_for;
using patterns::design::spec;
using patterns::design::sql_bindable;
using patterns::design::sql_condition;
using patterns::design::sql_value;
using patterns::design::untranslatable_rule;
using patterns::typing::validation_error;

struct user {
  std::string name;
  int age = 0;
  bool active = true;
  double balance = 0.0;
  std::vector<int> scores{};
};

class account {
 public:
  explicit account(unsigned balance) : balance_(balance) {}
  [[nodiscard]] unsigned balance() const { return balance_; }

 private:
  unsigned balance_;
};

struct changing {
  int calls = 0;
  bool operator()(const user&) { return ++calls > 1; }
};

static_assert(rule_for<bool user::*, user> && rule_for<bool (*)(const user&), user>);
static_assert(!rule_for<changing, user>, "a call must not change the rule: others may be asking it");
static_assert(!rule_for<bool (*)(user&), user> && !rule_for<bool user::*, account>);
static_assert(std::copyable<spec<user>> && !std::default_initializable<spec<user>>);
static_assert(std::predicate<const spec<user>&, const user&>);
static_assert(comparable_with_field<int, int> && comparable_with_field<const char*, std::string>);
static_assert(!comparable_with_field<std::string, int> && !orderable_with_field<int, std::vector<int>>);
static_assert(sql_bindable<int> && sql_bindable<bool> && sql_bindable<std::string> && sql_bindable<char[3]>);
static_assert(!sql_bindable<char> && !sql_bindable<std::vector<int>> && !sql_bindable<std::optional<int>>);
static_assert(!std::constructible_from<column_name, std::string> && !std::constructible_from<column_name, const char*>,
              "only a literal is a column");

const user ana{"Ana", 20};
const user ben{"Ben", 17, false};

const spec<user> adult = field<user, "age">() >= 18;
const spec<user> active("is active", &user::active);

/// A rule that counts how often it is asked.
class asked {
 public:
  [[nodiscard]] spec<user> rule(std::string name, bool answer) const {
    return {std::move(name), [answer, count = count_](const user&) {
              ++*count;
              return answer;
            }};
  }
  [[nodiscard]] int times() const { return std::exchange(*count_, 0); }

 private:
  std::shared_ptr<int> count_ = std::make_shared<int>(0);
};

std::vector<std::string> failures(const spec<user>& rule, const user& of) {
  const auto explained = rule.explain(of);
  return {explained.failures().begin(), explained.failures().end()};
}

TEST(D4_spec, combines_rules_by_and_or_and_not) {
  EXPECT_TRUE((adult & active)(ana));
  EXPECT_FALSE((adult & active)(ben));
  EXPECT_TRUE(((!adult) & !active)(ben));
  EXPECT_TRUE((adult | active)(ana));
  EXPECT_FALSE((adult | active)(ben));
  EXPECT_FALSE((!(adult | active))(ana));
}

TEST(D4_spec, is_a_predicate_for_algorithms_of_std_and_of_range_v3) {
  const std::vector users{ana, ben, ana};
  EXPECT_EQ(std::ranges::count_if(users, adult & active), 2);
  EXPECT_EQ(ranges::count_if(users, adult & active), 2);
  std::vector<std::string> names;
  for (const user& each : std::views::filter(users, !adult)) {
    names.push_back(each.name);
  }
  EXPECT_EQ(names, std::vector<std::string>{"Ben"});
}

TEST(D4_spec, asks_no_more_than_it_needs_to_and_explains_no_more) {
  const asked count;
  const auto yes = count.rule("yes", true);
  const auto no = count.rule("no", false);
  EXPECT_FALSE((no & yes)(ana));
  EXPECT_EQ(count.times(), 1);
  EXPECT_TRUE((yes | no)(ana));
  EXPECT_EQ(count.times(), 1);
  EXPECT_FALSE((yes & no & yes)(ana));
  EXPECT_EQ(count.times(), 2);
  EXPECT_EQ(failures(yes & no & no, ana), std::vector<std::string>{"no"});
  EXPECT_EQ(count.times(), 2);
  EXPECT_EQ(failures(!(no & yes), ana), std::vector<std::string>{});
  EXPECT_EQ(count.times(), 1);
  EXPECT_EQ(failures((no | yes) & (yes | no), ana), std::vector<std::string>{});
  EXPECT_EQ(count.times(), 3);
}

TEST(D4_spec, explains_which_rule_failed_and_what_it_saw) {
  EXPECT_TRUE((adult & active).explain(ana).holds());
  EXPECT_EQ((adult & active).explain(ana).text(), "holds");
  EXPECT_EQ((adult & active).explain(ben).text(), "fails: age >= 18 (age is 17)");
  EXPECT_EQ((adult | active).explain(ben).text(), "fails: age >= 18 (age is 17); is active");
  EXPECT_EQ(((!adult) & active).explain(ana).text(), "fails: not (age >= 18) (age is 20)");
  EXPECT_EQ(failures(!(adult & active), ana),
            (std::vector<std::string>{"not (age >= 18) (age is 20)", "not (is active)"}));
  EXPECT_FALSE(static_cast<bool>(adult.explain(ben)));
}

TEST(D4_spec, forgets_an_alternative_that_failed_where_another_holds) {
  EXPECT_EQ(failures((adult | !active) & (field<user, "name">() == "Ana"), ben),
            std::vector<std::string>{"name == 'Ana' (name is 'Ben')"});
}

TEST(D4_spec, agrees_with_its_explanation_whatever_it_is_made_of) {
  const std::vector rules{spec<user>("yes", [](const user&) { return true; }),
                          spec<user>("no", [](const user&) { return false; }), adult};
  for (const auto& a : rules) {
    for (const auto& b : rules) {
      for (const auto& c : rules) {
        for (const auto& rule :
             {(a & b) | c, a & (b | c), (!(a & b)) | !c, !(a | (b & !c)), (!!a) & b & c, a | b | !c}) {
          for (const user& each : {ana, ben}) {
            EXPECT_EQ(rule(each), rule.explain(each).holds()) << rule.text();
          }
        }
      }
    }
  }
}

TEST(D4_spec, tells_its_rule_in_words) {
  EXPECT_EQ((adult & !active).text(), "age >= 18 and not (is active)");
  EXPECT_EQ(((adult | active) & adult).text(), "(age >= 18 or is active) and age >= 18");
  EXPECT_EQ((adult & (active & adult)).text(), "age >= 18 and is active and age >= 18");
  EXPECT_EQ((!!adult).text(), "age >= 18");
}

TEST(D4_spec, becomes_a_condition_with_its_values_beside_the_text) {
  const auto rule = adult & ((field<user, "name">() != "Ana") | !(field<user, "balance">() < 0.5)) &
                    (field<user, "active">() == true);
  EXPECT_EQ(rule.to_sql(), (sql_condition{"age >= ? AND (name <> ? OR NOT (balance < ?)) AND active = ?",
                                          {std::int64_t{18}, std::string("Ana"), 0.5, true}}));
  EXPECT_EQ((field<user, "age">() <= 1).to_sql().text, "age <= ?");
  EXPECT_EQ((field<user, "age">() > 1).to_sql().text, "age > ?");
}

TEST(D4_spec, never_splices_a_value_into_the_text) {
  const std::string typed_in = "x'; DROP TABLE users; -- ?";
  const auto condition = (field<user, "name">() == typed_in).to_sql();
  EXPECT_EQ(condition.text, "name = ?");
  EXPECT_EQ(condition.parameters, std::vector<sql_value>{typed_in});
}

TEST(D4_spec, takes_a_condition_for_a_rule_of_any_kind_and_keeps_it_together) {
  const spec<user> short_name(
      "has a short name", [](const user& each) { return each.name.size() < 4 || each.name == "Anna"; },
      "length(name) < ? OR name = ?", 4, "Anna");
  EXPECT_TRUE(short_name(ana));
  EXPECT_EQ((adult & short_name).to_sql(), (sql_condition{"age >= ? AND (length(name) < ? OR name = ?)",
                                                          {std::int64_t{18}, std::int64_t{4}, std::string("Anna")}}));
  const spec<user> odd("is odd", [](const user&) { return true; }, "name <> '?'");
  EXPECT_EQ(odd.to_sql(), (sql_condition{"(name <> '?')", {}}));
}

TEST(D4_spec, names_a_rule_that_no_database_can_be_asked) {
  try {
    (void)(adult & active).to_sql();
    FAIL() << "no exception";
  } catch (const untranslatable_rule& error) {
    EXPECT_STREQ(error.what(), "spec: there is no SQL for the rule 'is active'");
  }
  const auto scored = field<user, "scores">() == std::vector{1, 2};
  EXPECT_FALSE(scored(ana));
  try {
    (void)scored.to_sql();
    FAIL() << "no exception";
  } catch (const untranslatable_rule& error) {
    EXPECT_STREQ(error.what(), "spec: there is no SQL for the rule 'scores == [1, 2]'");
  }
}

TEST(D4_spec, refuses_to_bind_what_no_signed_integer_holds) {
  const auto rule = field<account>("balance", &account::balance) < std::numeric_limits<std::uint64_t>::max();
  EXPECT_TRUE(rule(account(7)));
  try {
    (void)rule.to_sql();
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_STREQ(error.what(), "spec.parameter = 18446744073709551615: must fit into 64 bits with a sign");
  }
}

TEST(D4_spec, compares_numbers_by_value_and_texts_by_what_they_say) {
  const auto balance = field<account>("balance", &account::balance);
  EXPECT_FALSE((balance < -1)(account(7)));
  EXPECT_TRUE((balance != -1)(account(std::numeric_limits<unsigned>::max())));
  EXPECT_TRUE((balance > 6.5)(account(7)));
  std::string name = "Ana";
  const auto is_ana = field<user, "name">() == name.c_str();
  name = "Ben";
  EXPECT_TRUE(is_ana(ana)) << "it keeps a text of its own";
  EXPECT_TRUE((field<user, "name">() < std::string_view("Ben"))(ana));
}

TEST(D4_spec, loses_no_digit_where_whole_numbers_meet_floating_point_ones) {
  struct reading {
    std::int64_t count = 0;
    float share = 0;
    std::uint64_t size = 0;
  };
  constexpr std::int64_t odd = (std::int64_t{1} << 53) + 1;
  const auto count = field<reading>("count", &reading::count);
  const auto size = field<reading>("size", &reading::size);
  const auto share = field<reading>("share", &reading::share);
  EXPECT_FALSE((count == 9007199254740992.0)(reading{odd}));
  EXPECT_TRUE((count > 9007199254740992.0)(reading{odd}));
  EXPECT_TRUE((count < 9007199254740994.0)(reading{odd}));
  EXPECT_TRUE((share < 16777217)(reading{0, 16777216.0F}));
  EXPECT_FALSE((share == 16777217)(reading{0, 16777216.0F}));
  EXPECT_FALSE((count >= 9223372036854775808.0)(reading{std::numeric_limits<std::int64_t>::max()}));
  EXPECT_TRUE((count == -9223372036854775808.0)(reading{std::numeric_limits<std::int64_t>::min()}));
  EXPECT_FALSE((size == 18446744073709551616.0)(reading{0, 0, std::numeric_limits<std::uint64_t>::max()}));
  EXPECT_TRUE((size > -0.5)(reading{}));
  EXPECT_TRUE((count > -0.5)(reading{}));
  EXPECT_TRUE((count < 0.5)(reading{}));
  EXPECT_FALSE((count > -0.5)(reading{-1}));
  EXPECT_TRUE((count < std::numeric_limits<double>::infinity())(reading{odd}));
  EXPECT_TRUE((count > -std::numeric_limits<double>::infinity())(reading{-odd}));
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE((count == nan)(reading{}) || (count < nan)(reading{}) || (count >= nan)(reading{}));
  EXPECT_TRUE((count != nan)(reading{}));
}

TEST(D4_spec, refuses_to_bind_a_nan_which_a_database_takes_for_null) {
  const auto rule = field<user, "balance">() != std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(rule(ana));
  try {
    (void)rule.to_sql();
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_STREQ(error.what(), "spec.parameter = nan: must not be a NaN");
  }
  EXPECT_THROW(spec<user>("is rich", &user::active, "balance > ?", std::nan("")), validation_error);
}

TEST(D4_spec, counts_the_marks_of_a_condition_outside_of_names_in_quotes_too) {
  const spec<user> rule("is known", &user::active, R"("it's ?" = ? AND note <> 'a "b" ?')", 7);
  EXPECT_EQ(rule.to_sql().parameters.size(), 1U);
}

TEST(D4_spec, refuses_a_null_pointer_for_a_text) {
  const char* const none = nullptr;
  const auto message_of = [](auto make) -> std::string {
    try {
      (void)make();
    } catch (const validation_error& error) {
      return error.what();
    }
    return "no exception";
  };
  EXPECT_EQ(message_of([none] { return field<user, "name">() == none; }), "spec.value = nullptr: must be a text");
  EXPECT_EQ(message_of([none] { return spec<user>("is known", &user::active, "name = ?", none); }),
            "spec.parameter = nullptr: must be a text");
}

TEST(D4_spec, reads_a_class_by_a_function_or_a_member) {
  const auto rich = field<account>("balance", &account::balance) >= 100;
  EXPECT_EQ(rich.explain(account(7)).text(), "fails: balance >= 100 (balance is 7)");
  const auto rounded = field<account>("hundreds", [](const account& each) { return each.balance() / 100; }) == 2;
  EXPECT_TRUE(rounded(account(250)));
}

TEST(D4_spec, refuses_a_rule_without_a_name_or_without_a_function) {
  const auto message_of = [](auto make) -> std::string {
    try {
      (void)make();
    } catch (const validation_error& error) {
      return error.what();
    }
    return "no exception";
  };
  EXPECT_EQ(message_of([] { return spec<user>("", &user::active); }), "spec.name = '': must not be empty");
  EXPECT_EQ(message_of([] { return spec<user>("is new", static_cast<bool (*)(const user&)>(nullptr)); }),
            "spec.is new = nullptr: must be a function");
  EXPECT_EQ(message_of([] { return spec<user>("is new", std::function<bool(const user&)>()); }),
            "spec.is new = nullptr: must be a function");
}

TEST(D4_spec, keeps_its_rule_when_it_is_moved_from) {
  auto first = adult;
  const auto second = std::move(first);
  EXPECT_TRUE(second(ana));
  EXPECT_TRUE(first(ana));
}

TEST(D4_spec, passes_on_what_a_rule_throws) {
  const spec<user> broken("is known", [](const user&) -> bool { throw std::runtime_error("no connection"); });
  EXPECT_THROW((void)(adult & broken)(ana), std::runtime_error);
  EXPECT_THROW((void)broken.explain(ana), std::runtime_error);
  EXPECT_FALSE((adult & broken)(ben));
}

TEST(D4_spec, answers_many_threads_at_once_while_copies_come_and_go) {
  const auto rule = (adult & active) | (field<user, "name">() == "Ben");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&wrong, &rule] {
      for (int round = 0; round < 1'000; ++round) {
        const auto copy = rule & !spec<user>("is nobody", [](const user& each) { return each.name.empty(); });
        wrong += copy(ana) && copy.explain(ben).holds() ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
