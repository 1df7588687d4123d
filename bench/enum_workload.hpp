/// @file
/// The work that every implementation of names for enumerators does: a hundred of them, each asked for in random order.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "counted_loop.hpp"

// clang-format off
#define PATTERNS_BENCH_WORDS(X) \
  X(account) X(address) X(airport) X(alarm) X(album) X(anchor) X(apple) X(archive) X(arrow) X(autumn) X(balance) \
  X(bakery) X(banner) X(basket) X(battery) X(beacon) X(bicycle) X(blanket) X(border) X(bottle) X(branch) X(bridge) \
  X(bucket) X(button) X(cabin) X(cable) X(calendar) X(camera) X(candle) X(canyon) X(captain) X(carbon) X(carpet) \
  X(castle) X(ceiling) X(center) X(channel) X(chapter) X(circle) X(citizen) X(climate) X(cluster) X(coastline) \
  X(collar) X(column) X(comet) X(compass) X(concert) X(copper) X(corner) X(cotton) X(council) X(courtyard) \
  X(cradle) X(crystal) X(current) X(curtain) X(customer) X(cycle) X(dagger) X(daylight) X(decade) X(degree) \
  X(delivery) X(desert) X(detail) X(dialect) X(diamond) X(dinner) X(distance) X(district) X(doctor) X(dolphin) \
  X(domain) X(dragon) X(drawer) X(eagle) X(earth) X(echo) X(editor) X(element) X(elevator) X(emblem) X(engine) \
  X(envelope) X(equator) X(estate) X(evening) X(exhibit) X(expert) X(fabric) X(factory) X(feather) X(festival) \
  X(figure) X(filter) X(finger) X(forest) X(fortune) X(foundation)
// clang-format on

namespace patterns_bench {

#define PATTERNS_BENCH_ENUMERATOR(name) name,
enum class word { PATTERNS_BENCH_WORDS(PATTERNS_BENCH_ENUMERATOR) };
#undef PATTERNS_BENCH_ENUMERATOR

inline constexpr std::size_t word_count = 100;
static_assert(static_cast<std::size_t>(word::foundation) + 1 == word_count);

inline constexpr std::size_t questions = 1024;

inline std::vector<word> random_words() {
  std::mt19937 random(5);
  std::uniform_int_distribution<std::size_t> any(0, word_count - 1);
  std::vector<word> words(questions);
  std::ranges::generate(words, [&] { return static_cast<word>(any(random)); });
  return words;
}

/// `name_of(word)` gives a text, `word_named(text)` a value or nothing.
template <class Names>
void name_of(benchmark::State& state) {
  const auto words = random_words();
  std::size_t i = 0;
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Names::name_of(words[i++ % questions]));
  }
  loop.finish();
}

template <class Names>
void word_named(benchmark::State& state, bool known) {
  std::vector<std::string> texts;
  for (const auto each : random_words()) {
    texts.emplace_back(Names::name_of(each));
    texts.back().back() = known ? texts.back().back() : '?';
    if (Names::word_named(texts.back()) != (known ? std::optional(each) : std::nullopt)) {
      state.SkipWithError("a wrong answer");
      return;
    }
  }
  std::size_t i = 0;
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Names::word_named(texts[i++ % questions]));
  }
  loop.finish();
}

template <class Names>
bool register_enum_cast(const std::string& implementation) {
  benchmark::RegisterBenchmark(("enum_cast/" + implementation).c_str(), word_named<Names>, true);
  benchmark::RegisterBenchmark(("enum_cast_unknown/" + implementation).c_str(), word_named<Names>, false);
  return true;
}

template <class Names>
bool register_enum(const std::string& implementation) {
  benchmark::RegisterBenchmark(("enum_name/" + implementation).c_str(), name_of<Names>);
  return register_enum_cast<Names>(implementation);
}

}  // namespace patterns_bench
