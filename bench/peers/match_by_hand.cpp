// What one writes without a library: a switch, a chain of std::get_if, and a chain of ifs.
#include <stdexcept>

#include "match_workload.hpp"

namespace {

using patterns_bench::box;
using patterns_bench::diamond;
using patterns_bench::instruction;
using patterns_bench::operation;
using patterns_bench::point;
using patterns_bench::rectangle;
using patterns_bench::shape;
using patterns_bench::square;

struct by_hand {
  static std::int64_t result(const instruction& one) {
    const auto [what, left, right] = one;
    switch (what) {
      case operation::add:
        return left + right;
      case operation::subtract:
        return left - right;
      case operation::multiply:
        return left * right;
      case operation::both:
        return left & right;
      case operation::either:
        return left | right;
      case operation::differing:
        return left ^ right;
      case operation::smaller:
        return std::min(left, right);
      case operation::greater:
        return std::max(left, right);
    }
    throw std::invalid_argument("no operation");
  }

  static std::int64_t area(const shape& any) {
    if (const auto* const a = std::get_if<square>(&any)) {
      return a->side * a->side;
    }
    if (const auto* const a = std::get_if<rectangle>(&any)) {
      return a->width * a->height;
    }
    if (const auto* const a = std::get_if<diamond>(&any)) {
      return a->across * a->down / 2;
    }
    if (const auto* const a = std::get_if<box>(&any)) {
      return 2 * (a->width * a->height + a->width * a->depth + a->height * a->depth);
    }
    throw std::bad_variant_access();
  }

  static std::int64_t place(const point& p) {
    if (p.x == 0 && p.y == 0) {
      return 0;
    }
    if (p.x == 0) {
      return p.y;
    }
    if (p.y == 0) {
      return 10 * p.x;
    }
    if (p.x == p.y) {
      return 100 * p.x;
    }
    if (p.x < p.y) {
      return 300 + p.y - p.x;
    }
    return 400 + p.x - p.y;
  }
};

const bool registered = [] {
  patterns_bench::register_match_enum<by_hand>("floor");
  patterns_bench::register_match_variant<by_hand>("floor");
  patterns_bench::register_match_record<by_hand>("floor");
  benchmark::AddCustomContext("peer floor (match)", "a switch, a chain of std::get_if, a chain of ifs");
  return true;
}();

}  // namespace
