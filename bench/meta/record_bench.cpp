#include <benchmark/benchmark.h>

#include "record_workload.hpp"

import std;
import patterns.meta;

namespace {

struct by_record {
  static double sum(const patterns_bench::ten_fields& fields) {
    double result = 0;
    patterns::meta::for_each_field(fields, [&result](auto field) { result += static_cast<double>(field); });
    return result;
  }
};

struct by_hand {
  static double sum(const patterns_bench::ten_fields& fields) {
    double result = 0;
    result += static_cast<double>(fields.a);
    result += static_cast<double>(fields.b);
    result += static_cast<double>(fields.c);
    result += static_cast<double>(fields.d);
    result += static_cast<double>(fields.e);
    result += static_cast<double>(fields.f);
    result += static_cast<double>(fields.g);
    result += static_cast<double>(fields.h);
    result += static_cast<double>(fields.i);
    result += static_cast<double>(fields.j);
    return result;
  }
};

const bool registered = [] {
  return patterns_bench::register_record<by_record>("patterns") && patterns_bench::register_record<by_hand>("floor");
}();

}  // namespace
