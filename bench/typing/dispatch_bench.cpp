#include "dispatch_workload.hpp"

import std;
import patterns.typing;

namespace {

using patterns::typing::dispatcher;
using patterns::typing::multimethod;
using patterns_bench::body;
using patterns_bench::classes;
using patterns_bench::register_dispatch;

using one = dispatcher<std::size_t(const body&)>;
using two = dispatcher<std::size_t(const body&, const body&)>;
using three = dispatcher<std::size_t(const body&, const body&, const body&)>;

struct meet : multimethod<meet, std::size_t(const body&, const body&)> {};

template <std::size_t Count, class F>
void for_each_number(F function) {
  [&]<std::size_t... Number>(std::index_sequence<Number...>) {
    (function.template operator()<Number>(), ...);
  }(std::make_index_sequence<Count>{});
}

void add_to(one& answers) {
  for_each_number<classes<1>>([&]<std::size_t A>() { answers.add(&patterns_bench::answer_1<A>).release(); });
}

void add_to(two& answers) {
  for_each_number<classes<2>>([&]<std::size_t A>() {
    for_each_number<classes<2>>([&]<std::size_t B>() {
      answers
          .add([](const patterns_bench::kind<A>& a, const patterns_bench::kind<B>& b) {
            return patterns_bench::answer_2(a, b);
          })
          .release();
    });
  });
}

void add_capturing_to(two& answers) {
  for_each_number<classes<2>>([&]<std::size_t A>() {
    for_each_number<classes<2>>([&]<std::size_t B>() {
      answers
          .add([captured = std::string("an object to destroy")](const patterns_bench::kind<A>& a,
                                                                const patterns_bench::kind<B>& b) {
            return patterns_bench::answer_2(a, b) + captured.size();
          })
          .release();
    });
  });
}

void add_to(three& answers) {
  for_each_number<classes<3>>([&]<std::size_t A>() {
    for_each_number<classes<3>>([&]<std::size_t B>() {
      for_each_number<classes<3>>([&]<std::size_t C>() { answers.add(&patterns_bench::answer_3<A, B, C>).release(); });
    });
  });
}

const bool registered = [] {
  const auto of_1 = std::make_shared<one>();
  const auto of_2 = std::make_shared<two>();
  const auto capturing = std::make_shared<two>();
  const auto of_3 = std::make_shared<three>();
  add_to(*of_1);
  add_to(*of_2);
  add_to(meet::overloads());
  add_capturing_to(*capturing);
  add_to(*of_3);
  register_dispatch<1>("patterns", [of_1](const body& a) { return (*of_1)(a); });
  register_dispatch<2>("patterns", [of_2](const body& a, const body& b) { return (*of_2)(a, b); });
  register_dispatch<2>("patterns_multimethod", [](const body& a, const body& b) { return meet::call(a, b); });
  register_dispatch<2>("patterns_capturing", [capturing](const body& a, const body& b) { return (*capturing)(a, b); });
  register_dispatch<3>("patterns", [of_3](const body& a, const body& b, const body& c) { return (*of_3)(a, b, c); });
  benchmark::AddCustomContext("peer patterns_multimethod", "patterns::typing::multimethod");
  benchmark::AddCustomContext("peer patterns_capturing", "dispatcher, with overloads that have captured a string");
  return true;
}();

}  // namespace
