#include <benchmark/benchmark.h>

#include "erasure_workload.hpp"

import std;
import patterns.typing;

namespace {

using patterns::typing::copyable;
using patterns::typing::protocol;
using patterns::typing::type_list;
using patterns_bench::adder;

struct adding {
  using signature = int(int) const;
  int operator()(const auto& value, int x) const { return value.add(x); }
};

struct doubling {
  using signature = int(int) const;
  int operator()(const auto& value, int x) const { return value.twice(x); }
};

struct adder_interface {
  using operations = type_list<adding>;
};

struct both_interface {
  using operations = type_list<doubling>;
  using parts = type_list<adder_interface>;
  using queries = type_list<patterns::typing::sized_protocol>;
};

struct erasure {
  using both = patterns::typing::erased<both_interface>;
  static both make(int amount) { return adder{amount}; }
  static int call(const both& value, int x) { return value.call<adding>(x); }
  static both copy(const both& value) { return value; }
  static patterns::typing::erased<adder_interface> to_weaker(const both& value) { return value; }
  static bool is_sized(const both& value) {
    return patterns::typing::is_instance<patterns::typing::sized_protocol>(value);
  }
};

// The weaker interface is a subset that the stronger does not name.
struct undeclared {
  using both = protocol<copyable, adding, doubling>;
  static both make(int amount) { return adder{amount}; }
  static both copy(const both& value) { return value; }
  static protocol<copyable, adding> to_weaker(const both& value) { return value; }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns", "patterns::typing::erased, the weaker interface a part of the stronger");
  benchmark::AddCustomContext("peer patterns_undeclared", "patterns::typing::protocol, the weaker one any subset");
  return patterns_bench::register_erasure<erasure>("patterns") &&
         patterns_bench::register_erasure<undeclared>("patterns_undeclared");
}();

}  // namespace
