/// @file
/// The work that every way to choose a function by the types of its arguments is given: one, two or three objects, of
/// some classes, in every combination; each combination has a function of its own.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

/// As many classes for a function of so many arguments: in all, 8, 64 and 64 combinations.
template <std::size_t Arity>
inline constexpr std::size_t classes = Arity == 3 ? 4 : 8;

template <std::size_t Number>
struct kind;

/// A function object made from another: visits an object of any of the classes, as kind<0>, kind<1> and so on.
template <std::size_t Number>
struct visits : visits<Number - 1> {
  using visits<Number - 1>::visit;
  virtual std::size_t visit(const kind<Number - 1>&) const = 0;
};

template <>
struct visits<0> {
  virtual ~visits() = default;
  void visit() const {}
};

using visitor = visits<8>;

struct body {
  explicit body(std::size_t of) : weight(of) {}
  virtual ~body() = default;
  [[nodiscard]] virtual std::size_t answer() const = 0;
  [[nodiscard]] virtual std::size_t accept(const visitor& visiting) const = 0;
  std::size_t weight;
};

template <std::size_t Number>
struct kind final : body {
  using body::body;
  [[nodiscard]] std::size_t answer() const override { return weight + Number; }
  [[nodiscard]] std::size_t accept(const visitor& visiting) const override { return visiting.visit(*this); }
};

template <std::size_t A>
std::size_t answer_1(const kind<A>& a) {
  return a.weight + A;
}

template <std::size_t A, std::size_t B>
std::size_t answer_2(const kind<A>& a, const kind<B>& b) {
  return a.weight + b.weight + 8 * A + B;
}

template <std::size_t A, std::size_t B, std::size_t C>
std::size_t answer_3(const kind<A>& a, const kind<B>& b, const kind<C>& c) {
  return a.weight + b.weight + c.weight + 64 * A + 8 * B + C;
}

/// One object of each class, and the combinations of them in an order that follows no rule, but is always the same.
template <std::size_t Arity>
class combinations {
 public:
  using combination = std::array<const body*, Arity>;

  combinations() {
    [this]<std::size_t... Number>(std::index_sequence<Number...>) {
      (bodies_.push_back(std::make_unique<kind<Number>>(Number + 1)), ...);
    }(std::make_index_sequence<classes<Arity>>{});
    std::size_t count = 1;
    for (std::size_t i = 0; i < Arity; ++i) {
      count *= classes<Arity>;
    }
    for (std::size_t i = 0; i < count; ++i) {
      combination one{};
      auto rest = (i * 37 + 11) % count;
      for (auto& part : one) {
        part = bodies_[rest % classes<Arity>].get();
        rest /= classes<Arity>;
      }
      all_.push_back(one);
    }
  }

  [[nodiscard]] const std::vector<combination>& all() const { return all_; }

 private:
  std::vector<std::unique_ptr<body>> bodies_;
  std::vector<combination> all_;
};

/// Registers `dispatch_ARITY/NAME`: all combinations in turn, given to `call`.
template <std::size_t Arity, class Call>
void register_dispatch(const std::string& name, Call call) {
  benchmark::RegisterBenchmark(
      ("dispatch_" + std::to_string(Arity) + "/" + name).c_str(), [call](benchmark::State& state) {
        const combinations<Arity> bodies;
        const auto& all = bodies.all();
        std::size_t i = 0;
        for (const auto& one : all) {
          std::apply(
              [&](const auto*... given) {
                if (call(*given...) == 0) {
                  state.SkipWithError("no answer");
                }
              },
              one);
        }
        counted_loop loop(state);
        for (auto _ : state) {
          auto answer = std::apply([&](const auto*... given) { return call(*given...); }, all[i++ % all.size()]);
          benchmark::DoNotOptimize(answer);
        }
        loop.finish();
      });
}

}  // namespace patterns_bench
