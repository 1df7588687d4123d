/// @file
/// What every way to pickle is given: many flat records; nested ones that are mostly allocations, as many small lists,
/// long texts and maps are; and nested ones that are mostly fields, with few allocations.
#pragma once

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

struct quote {
  std::int64_t time = 0;
  double bid = 0;
  double ask = 0;
  std::int32_t volume = 0;
  std::int32_t venue = 0;

  bool operator==(const quote&) const = default;
};

struct order_line {
  std::string article;
  double price = 0;
  std::int32_t pieces = 0;

  bool operator==(const order_line&) const = default;
};

struct order {
  std::int64_t id = 0;
  std::string customer;
  std::vector<order_line> lines;
  std::optional<std::string> remark;
  std::map<std::string, std::int32_t> discounts;
  std::vector<double> measures;

  bool operator==(const order&) const = default;
};

enum class side : std::uint8_t { buy, sell };

struct trade {
  std::int64_t time = 0;
  std::string symbol;
  side direction = side::buy;
  bool is_open = false;
  double price = 0;
  std::optional<double> limit;
  std::array<std::int32_t, 4> fills{};

  bool operator==(const trade&) const = default;
};

struct account {
  std::int32_t number = 0;
  std::string owner;
  std::vector<trade> trades;

  bool operator==(const account&) const = default;
};

inline std::vector<quote> flat_value() {
  std::vector<quote> quotes;
  for (int i = 0; i < 1000; ++i) {
    quotes.push_back({i, i + 0.25, i + 0.5, i * 3, i % 7});
  }
  return quotes;
}

inline std::vector<order> nested_value() {
  std::vector<order> orders;
  for (int i = 0; i < 50; ++i) {
    order each;
    each.id = i;
    each.customer = "customer " + std::to_string(i);
    for (int line = 0; line < 10; ++line) {
      each.lines.push_back({"article " + std::to_string(line), line * 1.5, line});
    }
    if (i % 2 == 0) {
      each.remark = "to be left with the neighbours if nobody is at home";
    }
    each.discounts = {{"spring", 5}, {"regular customer", 10}};
    each.measures.assign(32, i * 0.5);
    orders.push_back(std::move(each));
  }
  return orders;
}

inline std::vector<account> fields_value() {
  std::vector<account> accounts;
  for (int i = 0; i < 10; ++i) {
    account each;
    each.number = i;
    each.owner = "owner " + std::to_string(i);
    for (int j = 0; j < 50; ++j) {
      trade made{j, "SYM" + std::to_string(j), j % 2 == 0 ? side::buy : side::sell, j % 3 == 0, j * 0.25, {}, {}};
      if (j % 4 == 0) {
        made.limit = j * 0.5;
      }
      made.fills = {j, j + 1, j + 2, j + 3};
      each.trades.push_back(std::move(made));
    }
    accounts.push_back(std::move(each));
  }
  return accounts;
}

/// `Pickler::dump(value)` makes a buffer that `Pickler::load<T>(buffer)` takes.
template <class Pickler, class T>
void dump(benchmark::State& state, T (*make)()) {
  const T value = make();
  if (Pickler::template load<T>(Pickler::dump(value)) != value) {
    state.SkipWithError("what is loaded is not what was dumped");
    return;
  }
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Pickler::dump(value));
  }
  loop.finish();
}

template <class Pickler, class T>
void load(benchmark::State& state, T (*make)()) {
  const auto bytes = Pickler::dump(make());
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Pickler::template load<T>(bytes));
  }
  loop.finish();
}

template <class Pickler, class T>
void register_pickling(const std::string& benchmark, const std::string& implementation, T (*make)()) {
  benchmark::RegisterBenchmark(("pickle_" + benchmark + "_dumps/" + implementation).c_str(), dump<Pickler, T>, make);
  benchmark::RegisterBenchmark(("pickle_" + benchmark + "_loads/" + implementation).c_str(), load<Pickler, T>, make);
}

}  // namespace patterns_bench
