#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace office {

class calculator {
 public:
  int add(int left, int right) const { return left + right; }
  void store(std::string name, double value) { names_.emplace(std::move(name), value); }
  const std::string& last() const noexcept { return last_; }
  int scaled(int value) const { return value * 2; }
  double scaled(double value) const { return value * 3; }
  std::unique_ptr<int> take(std::unique_ptr<int> owned) { return owned; }
  [[noreturn]] void fail() const { throw std::domain_error("out of ink"); }
  std::size_t stored() const { return names_.size(); }

  using api =
      patterns::meta::api<patterns::meta::method<"add", "the sum of two numbers", &calculator::add>,
                          patterns::meta::method<"store", "keeps a value under a name", &calculator::store>,
                          patterns::meta::method<"last", "what was printed last", &calculator::last>,
                          patterns::meta::method<"scaled", "twice a number",
                                                 static_cast<int (calculator::*)(int) const>(&calculator::scaled)>,
                          patterns::meta::method<"take", "hands back what it is given", &calculator::take>,
                          patterns::meta::method<"fail", "breaks", &calculator::fail>>;

 private:
  std::map<std::string, double> names_;
  std::string last_ = "42";
};

struct scientific : calculator {
  double root(double value) const { return std::sqrt(value); }
  using api = patterns::meta::api<patterns::meta::method<"root", "the square root", &scientific::root>,
                                  patterns::meta::method<"add", "as a calculator does", &calculator::add>>;
};

}  // namespace office

namespace {

using office::calculator;
using office::scientific;
using patterns::meta::api;
using patterns::meta::documented;
using patterns::meta::documented_method;
using patterns::meta::fixed_string;
using patterns::meta::method;
using patterns::meta::method_info;
using patterns::meta::method_mismatch;
using patterns::meta::method_names_differ;
using patterns::meta::unknown_method;

struct plain {};
struct with_another_api {
  using api = int;
};
struct with_the_api_of_another {
  using api = calculator::api;
};

static_assert(documented<calculator>);
static_assert(documented<scientific>);
static_assert(!documented<plain>);
static_assert(!documented<int>);
static_assert(!documented<with_another_api>);
static_assert(!documented<with_the_api_of_another>);

template <fixed_string Name, fixed_string Doc>
inline constexpr bool takes = documented_method<method<Name, Doc, &calculator::add>>;
static_assert(takes<"add", "adds">);
static_assert(!takes<"add", "">);
static_assert(!takes<"add", " \t\n">);
static_assert(!takes<"", "adds">);
static_assert(!documented_method<method<"size", "not a function", 7>>);
static_assert(!documented_method<int>);
static_assert(!method_names_differ<method<"a", "one", &calculator::add>, method<"a", "two", &calculator::last>>);

static_assert(calculator::api::methods.size() == 6);
static_assert(calculator::api::find("add")->doc == "the sum of two numbers");
static_assert(!calculator::api::find("Add"));

/// What `call` says when it throws `Error`.
template <class Error>
std::string said_by(auto call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

std::string without_blanks(std::string_view text) {
  std::string result(text);
  std::erase(result, ' ');
  return result;
}

TEST(B27_api, lists_methods_with_their_documentation_in_the_order_written) {
  std::vector<std::string_view> names;
  for (const method_info& each : calculator::api::methods) {
    names.push_back(each.name);
    EXPECT_FALSE(each.doc.empty());
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{"add", "store", "last", "scaled", "take", "fail"}));
  EXPECT_EQ(scientific::api::help(), "root: the square root\nadd: as a calculator does\n");
}

TEST(B27_api, tells_the_signature) {
  EXPECT_EQ(without_blanks(calculator::api::find("add")->signature), "int(int,int)const");
  EXPECT_EQ(without_blanks(calculator::api::find("scaled")->signature), "int(int)const");
}

TEST(B27_api, calls_a_method_by_name) {
  calculator machine;
  EXPECT_EQ(calculator::api::call<int>(machine, "add", 2, 3), 5);
  EXPECT_EQ(calculator::api::call<int>(std::as_const(machine), "scaled", 4), 8);
  calculator::api::call(machine, "store", "pi", 3.14);
  EXPECT_EQ(machine.stored(), 1U);
}

TEST(B27_api, converts_the_result_or_drops_it) {
  const calculator machine;
  EXPECT_EQ(calculator::api::call<double>(machine, "add", 2, 3), 5.0);
  calculator::api::call(machine, "add", 2, 3);
}

TEST(B27_api, returns_a_reference_to_what_the_method_refers_to) {
  const calculator machine;
  EXPECT_EQ(&calculator::api::call<const std::string&>(machine, "last"), &machine.last());
}

TEST(B27_api, moves_arguments_and_results) {
  calculator machine;
  const auto back = calculator::api::call<std::unique_ptr<int>>(machine, "take", std::make_unique<int>(7));
  EXPECT_EQ(*back, 7);
}

TEST(B27_api, calls_a_method_of_a_base) {
  EXPECT_EQ(scientific::api::call<int>(scientific(), "add", 1, 1), 2);
  EXPECT_EQ(scientific::api::call<double>(scientific(), "root", 9.0), 3.0);
}

TEST(B27_api, names_what_is_known_for_an_unknown_method) {
  const calculator machine;
  EXPECT_EQ(said_by<unknown_method>([&] { calculator::api::call(machine, "divide", 1, 2); }),
            "const calculator has no method 'divide'; it has: add, store, last, scaled, take, fail");
  EXPECT_EQ(said_by<unknown_method>([&] { api<>::call(machine, "add"); }),
            "const calculator has no method 'add'; it has: ");
}

TEST(B27_api, names_the_method_and_its_signature_for_arguments_that_do_not_fit) {
  calculator machine;
  EXPECT_EQ(without_blanks(said_by<method_mismatch>([&] { calculator::api::call<int>(machine, "add", 1); })),
            "calculator.add:int(int,int)constcannotbecalledasint(int)");
  EXPECT_THROW(calculator::api::call<int>(machine, "add", "one", 2), method_mismatch);
  EXPECT_THROW(calculator::api::call<std::string>(machine, "add", 1, 2), method_mismatch);
}

TEST(B27_api, refuses_to_bind_a_reference_to_a_temporary) {
  const calculator machine;
  EXPECT_THROW((void)calculator::api::call<const int&>(machine, "add", 1, 2), method_mismatch);
}

TEST(B27_api, changes_no_const_object) {
  const calculator machine;
  const auto said = said_by<method_mismatch>([&] { calculator::api::call(machine, "store", "pi", 3.14); });
  EXPECT_TRUE(said.starts_with("const calculator.store: ")) << said;
  EXPECT_EQ(machine.stored(), 0U);
}

TEST(B27_api, lets_the_exception_of_a_method_pass) {
  EXPECT_EQ(said_by<std::domain_error>([] { calculator::api::call(calculator(), "fail"); }), "out of ink");
}

}  // namespace
