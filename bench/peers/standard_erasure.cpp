// What the language and its library offer, the virtual call of an object that is owned by pointer above all; and the
// floor of making and copying a value, the four words and the pointer that it takes at least.
#include <any>
#include <array>
#include <functional>
#include <memory>
#include <new>
#include <variant>

#include "erasure_workload.hpp"

namespace {

using patterns_bench::adder;

struct sized_base {
  virtual ~sized_base() = default;
  [[nodiscard]] virtual int size() const = 0;
};

struct adder_base {
  virtual ~adder_base() = default;
  [[nodiscard]] virtual int add(int x) const = 0;
};

struct both_base : adder_base {
  [[nodiscard]] virtual int twice(int x) const = 0;
  [[nodiscard]] virtual std::unique_ptr<both_base> clone() const = 0;
};

struct virtual_adder final : both_base, sized_base {
  explicit virtual_adder(int amount) : value{amount} {}
  [[nodiscard]] int add(int x) const override { return value.add(x); }
  [[nodiscard]] int twice(int x) const override { return value.twice(x); }
  [[nodiscard]] int size() const override { return value.size(); }
  [[nodiscard]] std::unique_ptr<both_base> clone() const override { return std::make_unique<virtual_adder>(*this); }
  adder value;
};

struct virtual_erasure {
  using both = std::unique_ptr<both_base>;
  static both make(int amount) { return std::make_unique<virtual_adder>(amount); }
  static int call(const both& value, int x) { return value->add(x); }
  static both copy(const both& value) { return value->clone(); }
  static std::unique_ptr<adder_base> to_weaker(const both& value) { return value->clone(); }
  static bool is_sized(const both& value) { return dynamic_cast<const sized_base*>(value.get()) != nullptr; }
};

struct function_erasure {
  using both = std::function<int(int)>;
  static both make(int amount) {
    return [value = adder{amount}](int x) { return value.add(x); };
  }
  static int call(const both& value, int x) { return value(x); }
  static both copy(const both& value) { return value; }
};

template <int>
struct other_adder : adder {
  [[nodiscard]] int add(int x) const noexcept { return x - amount; }
};

// Knows all types, so that nothing needs to be asked of the value.
struct variant_erasure {
  using both = std::variant<adder, other_adder<1>, other_adder<2>, other_adder<3>>;
  static both make(int amount) { return adder{amount}; }
  static int call(const both& value, int x) {
    return std::visit([x](const auto& inside) { return inside.add(x); }, value);
  }
  static both copy(const both& value) { return value; }
};

struct any_erasure {
  static std::any make(int amount) { return adder{amount}; }
  static std::any copy(const std::any& value) { return value; }
};

struct floor_table {
  bool is_sized;
};
constexpr floor_table table{true};

struct floor_value {
  alignas(void*) std::array<std::byte, 4 * sizeof(void*)> bytes;
  const floor_table* known;
};

struct floor_erasure {
  static floor_value make(int amount) {
    floor_value made;
    ::new (static_cast<void*>(&made.bytes)) adder{amount};
    made.known = &table;
    return made;
  }
  static floor_value copy(const floor_value& value) { return value; }
  static floor_value to_weaker(const floor_value& value) { return value; }
  static bool is_sized(const floor_value& value) { return value.known->is_sized; }
};

const bool registered = [] {
  using patterns_bench::register_erasure;
  benchmark::AddCustomContext("peer floor", "the words of a value as they are");
  benchmark::AddCustomContext("peer virtual",
                              "an object behind unique_ptr: called virtually, copied by clone, asked by dynamic_cast");
  return register_erasure<floor_erasure>("floor") && register_erasure<virtual_erasure>("virtual") &&
         register_erasure<function_erasure>("std_function") && register_erasure<variant_erasure>("std_variant") &&
         register_erasure<any_erasure>("std_any");
}();

}  // namespace
