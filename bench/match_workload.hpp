/// @file
/// The work that every way to take a value apart is given: an operation on two numbers, one of four shapes, and a point
/// of a plane; each in random order, and with a result that depends on what is inside of it.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

enum class operation { add, subtract, multiply, both, either, differing, smaller, greater };

struct instruction {
  operation what;
  std::int64_t left;
  std::int64_t right;
};

struct square {
  std::int64_t side;
};
struct rectangle {
  std::int64_t width;
  std::int64_t height;
};
struct diamond {
  std::int64_t across;
  std::int64_t down;
};
struct box {
  std::int64_t width;
  std::int64_t height;
  std::int64_t depth;
};
using shape = std::variant<square, rectangle, diamond, box>;

struct point {
  int x;
  int y;
};

// Few enough for a branch predictor to learn their order by heart. A wrong guess costs ten times as much as the code
// that is compared here, and one tenth more or less by where that code happens to lie.
inline constexpr std::size_t match_questions = 1024;

// Not a distribution of the standard library, which each has its own of.
class random_numbers {
 public:
  std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(engine_()) % limit; }

 private:
  std::mt19937 engine_{7};
};

inline instruction random_question(std::type_identity<instruction>, random_numbers& random) {
  return {static_cast<operation>(random.below(8)), random.below(1000), random.below(1000)};
}

inline shape random_question(std::type_identity<shape>, random_numbers& random) {
  const auto a = random.below(100);
  const auto b = random.below(100);
  switch (random.below(4)) {
    case 0:
      return square{a};
    case 1:
      return rectangle{a, b};
    case 2:
      return diamond{a, b};
    default:
      return box{a, b, random.below(100)};
  }
}

inline point random_question(std::type_identity<point>, random_numbers& random) {
  return {static_cast<int>(random.below(4)), static_cast<int>(random.below(4))};
}

template <class Question>
using known_answers = std::vector<std::pair<Question, std::int64_t>>;

inline known_answers<instruction> answers_known(std::type_identity<instruction>) {
  return {{{operation::add, 6, 3}, 9},     {{operation::subtract, 6, 3}, 3}, {{operation::multiply, 6, 3}, 18},
          {{operation::both, 6, 3}, 2},    {{operation::either, 6, 3}, 7},   {{operation::differing, 6, 3}, 5},
          {{operation::smaller, 6, 3}, 3}, {{operation::greater, 6, 3}, 6}};
}

inline known_answers<shape> answers_known(std::type_identity<shape>) {
  return {{square{3}, 9}, {rectangle{3, 4}, 12}, {diamond{3, 4}, 6}, {box{2, 3, 4}, 52}};
}

inline known_answers<point> answers_known(std::type_identity<point>) {
  return {{{0, 0}, 0}, {{0, 3}, 3}, {{3, 0}, 30}, {{2, 2}, 200}, {{1, 3}, 302}, {{3, 1}, 402}};
}

/// Registers `BENCHMARK/IMPLEMENTATION`: all questions in turn, given to `answer`.
template <class Question, class Answer>
void register_match(const std::string& name, Answer answer) {
  benchmark::RegisterBenchmark(name.c_str(), [answer](benchmark::State& state) {
    for (const auto& [question, known] : answers_known(std::type_identity<Question>{})) {
      if (answer(question) != known) {
        state.SkipWithError("a wrong answer");
        return;
      }
    }
    random_numbers random;
    std::vector<Question> questions(match_questions);
    std::ranges::generate(questions, [&] { return random_question(std::type_identity<Question>{}, random); });
    std::size_t i = 0;
    counted_loop loop(state);
    for (auto _ : state) {
      auto given = answer(questions[i++ % match_questions]);
      benchmark::DoNotOptimize(given);
    }
    loop.finish();
  });
}

/// `Way::result(instruction)`.
template <class Way>
void register_match_enum(const std::string& implementation) {
  register_match<instruction>("match_enum/" + implementation, [](const instruction& one) { return Way::result(one); });
}

/// `Way::area(shape)`: the surface.
template <class Way>
void register_match_variant(const std::string& implementation) {
  register_match<shape>("match_variant/" + implementation, [](const shape& one) { return Way::area(one); });
}

/// `Way::place(point)`: 0 for the origin, y and 10 x on the axes, 100 x on the diagonal, 300 + y - x above it, 400 + x
/// - y below.
template <class Way>
void register_match_record(const std::string& implementation) {
  register_match<point>("match_record/" + implementation, [](const point& one) { return Way::place(one); });
}

}  // namespace patterns_bench
