// What one writes without a library: virtual calls (the floor: one for each argument), a visit of variants, a chain of
// dynamic_casts, and a map by the dynamic types.
#include <cstddef>
#include <tuple>
#include <typeindex>
#include <unordered_map>
#include <variant>

#include "dispatch_workload.hpp"

namespace {

using patterns_bench::answer_1;
using patterns_bench::answer_2;
using patterns_bench::answer_3;
using patterns_bench::body;
using patterns_bench::kind;
using patterns_bench::visitor;

// Visits by calling `F::of(kind)`.
template <class F, std::size_t Number>
struct visits_by : visits_by<F, Number - 1> {
  using visits_by<F, Number - 1>::visit;
  std::size_t visit(const kind<Number - 1>& one) const final { return static_cast<const F&>(*this).of(one); }
};

template <class F>
struct visits_by<F, 0> : visitor {};

template <std::size_t A, std::size_t B>
struct third final : visits_by<third<A, B>, 8> {
  third(const kind<A>& first, const kind<B>& second) : a(first), b(second) {}
  template <std::size_t C>
  std::size_t of(const kind<C>& c) const {
    return answer_3(a, b, c);
  }
  const kind<A>& a;
  const kind<B>& b;
};

template <std::size_t A>
struct second_of_3 final : visits_by<second_of_3<A>, 8> {
  second_of_3(const kind<A>& first, const body& next) : a(first), c(next) {}
  template <std::size_t B>
  std::size_t of(const kind<B>& b) const {
    return c.accept(third<A, B>(a, b));
  }
  const kind<A>& a;
  const body& c;
};

struct first_of_3 final : visits_by<first_of_3, 8> {
  first_of_3(const body& second, const body& next) : b(second), c(next) {}
  template <std::size_t A>
  std::size_t of(const kind<A>& a) const {
    return b.accept(second_of_3<A>(a, c));
  }
  const body& b;
  const body& c;
};

template <std::size_t A>
struct second final : visits_by<second<A>, 8> {
  explicit second(const kind<A>& first) : a(first) {}
  template <std::size_t B>
  std::size_t of(const kind<B>& b) const {
    return answer_2(a, b);
  }
  const kind<A>& a;
};

struct first final : visits_by<first, 8> {
  explicit first(const body& next) : b(next) {}
  template <std::size_t A>
  std::size_t of(const kind<A>& a) const {
    return b.accept(second<A>(a));
  }
  const body& b;
};

template <class F>
std::size_t with_each(F f) {
  return [&]<std::size_t... Number>(std::index_sequence<Number...>) {
    std::size_t answer = 0;
    static_cast<void>(((answer = f.template operator()<Number>()) || ...));
    return answer;
  }(std::make_index_sequence<8>{});
}

std::size_t by_casts(const body& a, const body& b) {
  return with_each([&]<std::size_t A>() -> std::size_t {
    const auto* const left = dynamic_cast<const kind<A>*>(&a);
    return left == nullptr ? 0 : with_each([&]<std::size_t B>() -> std::size_t {
      const auto* const right = dynamic_cast<const kind<B>*>(&b);
      return right == nullptr ? 0 : answer_2(*left, *right);
    });
  });
}

struct pair_hash {
  std::size_t operator()(const std::pair<std::type_index, std::type_index>& types) const {
    return types.first.hash_code() * 31 + types.second.hash_code();
  }
};

class dispatch_map {
 public:
  dispatch_map() {
    static_cast<void>(with_each([this]<std::size_t A>() -> std::size_t {
      return with_each([this]<std::size_t B>() -> std::size_t {
        map_[{typeid(kind<A>), typeid(kind<B>)}] = [](const body& a, const body& b) {
          return answer_2(static_cast<const kind<A>&>(a), static_cast<const kind<B>&>(b));
        };
        return 0;
      });
    }));
  }
  std::size_t operator()(const body& a, const body& b) const { return map_.at({typeid(a), typeid(b)})(a, b); }

 private:
  std::unordered_map<std::pair<std::type_index, std::type_index>, std::size_t (*)(const body&, const body&), pair_hash>
      map_;
};

template <class Indices>
struct variant_of;

template <std::size_t... Number>
struct variant_of<std::index_sequence<Number...>> {
  using type = std::variant<kind<Number>...>;
};

void visit_variants(benchmark::State& state) {
  using value = variant_of<std::make_index_sequence<8>>::type;
  std::vector<value> values;
  [&]<std::size_t... Number>(std::index_sequence<Number...>) {
    (values.emplace_back(std::in_place_index<Number>, Number + 1), ...);
  }(std::make_index_sequence<8>{});
  std::array<std::pair<const value*, const value*>, 64> all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto at = (i * 37 + 11) % all.size();
    all[i] = {&values[at % 8], &values[at / 8]};
  }
  std::size_t i = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const auto& [a, b] = all[i++ % all.size()];
    auto answer = std::visit([](const auto& left, const auto& right) { return answer_2(left, right); }, *a, *b);
    benchmark::DoNotOptimize(answer);
  }
  loop.finish();
}

const bool registered = [] {
  using patterns_bench::register_dispatch;
  register_dispatch<1>("floor", [](const body& a) { return a.answer(); });
  register_dispatch<2>("floor", [](const body& a, const body& b) { return a.accept(first(b)); });
  register_dispatch<3>("floor", [](const body& a, const body& b, const body& c) { return a.accept(first_of_3(b, c)); });
  register_dispatch<2>("dynamic_cast", &by_casts);
  register_dispatch<2>("type_index_map", [map = std::make_shared<const dispatch_map>()](const body& a, const body& b) {
    return (*map)(a, b);
  });
  benchmark::RegisterBenchmark("dispatch_2/variant_visit", &visit_variants);
  benchmark::AddCustomContext("peer dynamic_cast", "a chain of dynamic_cast");
  benchmark::AddCustomContext("peer type_index_map", "std::unordered_map by a pair of std::type_index");
  benchmark::AddCustomContext("peer variant_visit", "std::visit of two std::variant");
  return true;
}();

}  // namespace
