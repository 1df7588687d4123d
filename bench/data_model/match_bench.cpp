#include "match_workload.hpp"

import std;
import patterns.data_model;
import patterns.meta;
import patterns.typing;

namespace {

using patterns::data_model::as;
using patterns::data_model::bind;
using patterns::data_model::fields;
using patterns::data_model::is;
using patterns::data_model::match;
using patterns::data_model::when;
using patterns_bench::box;
using patterns_bench::diamond;
using patterns_bench::instruction;
using patterns_bench::operation;
using patterns_bench::point;
using patterns_bench::rectangle;
using patterns_bench::shape;
using patterns_bench::square;

}  // namespace

template <>
inline constexpr auto patterns::meta::describe_enum<patterns_bench::operation> =
    patterns::meta::enumerators<patterns_bench::operation>({{"add", operation::add},
                                                            {"subtract", operation::subtract},
                                                            {"multiply", operation::multiply},
                                                            {"both", operation::both},
                                                            {"either", operation::either},
                                                            {"differing", operation::differing},
                                                            {"smaller", operation::smaller},
                                                            {"greater", operation::greater}});

namespace {

struct by_match {
  static std::int64_t result(const instruction& one) {
    const auto left = one.left;
    const auto right = one.right;
    return match(one.what)(
        when(is<operation::add>) >> [=] { return left + right; },
        when(is<operation::subtract>) >> [=] { return left - right; },
        when(is<operation::multiply>) >> [=] { return left * right; },
        when(is<operation::both>) >> [=] { return left & right; },
        when(is<operation::either>) >> [=] { return left | right; },
        when(is<operation::differing>) >> [=] { return left ^ right; },
        when(is<operation::smaller>) >> [=] { return std::min(left, right); },
        when(is<operation::greater>) >> [=] { return std::max(left, right); });
  }

  static std::int64_t area(const shape& any) {
    return match(any)(
        when(as<square>(fields(bind))) >> [](std::int64_t side) { return side * side; },
        when(as<rectangle>(fields(bind, bind))) >> std::multiplies(),
        when(as<diamond>(fields(bind, bind))) >>
            [](std::int64_t across, std::int64_t down) { return across * down / 2; },
        when(as<box>(bind)) >>
            [](const box& a) { return 2 * (a.width * a.height + a.width * a.depth + a.height * a.depth); });
  }

  static std::int64_t place(const point& p) {
    return match(p)(
        when(fields(0, 0)) >> [] { return 0; },            //
        when(fields(0, bind)) >> [](int y) { return y; },  //
        when(fields(bind, 0)) >> [](int x) { return 10 * x; },
        when(fields(bind, bind), std::equal_to()) >> [](int x, int) { return 100 * x; },
        when(fields(bind, bind), std::less()) >> [](int x, int y) { return 300 + y - x; },
        when(fields(bind, bind)) >> [](int x, int y) { return 400 + x - y; });
  }
};

struct by_visit {
  static std::int64_t area(const shape& any) {
    return std::visit(
        patterns::typing::overloaded(
            [](const square& a) { return a.side * a.side; }, [](const rectangle& a) { return a.width * a.height; },
            [](const diamond& a) { return a.across * a.down / 2; },
            [](const box& a) { return 2 * (a.width * a.height + a.width * a.depth + a.height * a.depth); }),
        any);
  }
};

const bool registered = [] {
  patterns_bench::register_match_enum<by_match>("patterns");
  patterns_bench::register_match_variant<by_match>("patterns");
  patterns_bench::register_match_record<by_match>("patterns");
  patterns_bench::register_match_variant<by_visit>("visit");
  benchmark::AddCustomContext("peer visit", "std::visit with patterns::typing::overloaded");
  return true;
}();

}  // namespace
