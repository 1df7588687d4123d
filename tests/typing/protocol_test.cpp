#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::bad_protocol_access;
using patterns::typing::copyable;
using patterns::typing::greeter;
using patterns::typing::implements;
using patterns::typing::move_only;
using patterns::typing::operation;
using patterns::typing::protocol;

struct greeting {
  using signature = std::string() const;
  std::string operator()(const greeter auto& value) const { return value.greet(); }
};

struct renaming {
  using signature = void(std::string);
  void operator()(auto& value, std::string name) const
    requires requires { value.rename(std::move(name)); }
  {
    value.rename(std::move(name));
  }
};

struct measuring {
  using signature = std::size_t() const noexcept;
  std::size_t operator()(const auto& value) const noexcept(noexcept(value.size()))
    requires requires { value.size(); }
  {
    return value.size();
  }
};

class any_greeter : public protocol<copyable, greeting> {
 public:
  using protocol::protocol;
  [[nodiscard]] std::string greet() const { return call<greeting>(); }
};

class any_named : public protocol<copyable, greeting, renaming> {
 public:
  using protocol::protocol;
  [[nodiscard]] std::string greet() const { return call<greeting>(); }
  void rename(std::string name) { call<renaming>(std::move(name)); }
};

using any_unique_greeter = protocol<move_only, greeting>;
using any_sized = protocol<copyable, measuring>;

struct person {
  std::string name = "Ada";
  [[nodiscard]] std::string greet() const { return "hello from " + name; }
  void rename(std::string other) { name = std::move(other); }
};

struct robot {
  int number = 0;
  [[nodiscard]] const char* greet() const { return "beep"; }
};

struct silent {
  void rename(std::string) {}
};

struct greets_by_changing {
  std::string greet() { return "hi"; }
};

struct unique_person : person {
  std::unique_ptr<int> badge;
};

struct shared_person : person {
  std::shared_ptr<int> alive = std::make_shared<int>(1);
};

struct immovable_person {
  explicit immovable_person(std::string given) : name(std::move(given)) {}
  immovable_person(const immovable_person&) = delete;
  [[nodiscard]] std::string greet() const { return name; }
  std::string name;
};

struct may_throw_size {
  [[nodiscard]] std::size_t size() const { return 1; }
};

// Counts its allocations: only a value that does not fit inline needs one.
template <std::size_t Size, std::size_t Align = alignof(void*)>
struct alignas(Align) counted {
  static inline int allocations = 0;
  static void* operator new(std::size_t size) {
    ++allocations;
    return ::operator new(size, std::align_val_t{Align});
  }
  static void* operator new(std::size_t, void* place) noexcept { return place; }
  static void operator delete(void* object) noexcept {
    --allocations;
    ::operator delete(object, std::align_val_t{Align});
  }

  [[nodiscard]] std::string greet() const {
    const bool aligned = std::bit_cast<std::uintptr_t>(this) % Align == 0;
    return aligned && std::ranges::all_of(bytes, [](char byte) { return byte == 'x'; }) ? "whole" : "broken";
  }

  std::array<char, Size> bytes = [] {
    std::array<char, Size> filled{};
    filled.fill('x');
    return filled;
  }();
};

// Small, but a move of it may throw.
struct restless : counted<8> {
  restless() = default;
  restless(const restless&) noexcept(false) {}
};

struct copy_fails {
  copy_fails() = default;
  copy_fails(const copy_fails&) { throw std::runtime_error("copy fails"); }
  copy_fails(copy_fails&&) = default;
  [[nodiscard]] std::string greet() const { return "one of a kind"; }
};

static_assert(operation<greeting> && operation<renaming> && operation<measuring>);
static_assert(!operation<person> && !operation<int>);

static_assert(greeter<person> && greeter<robot> && !greeter<silent> && !greeter<greets_by_changing>);
static_assert(greeter<any_greeter>, "static and dynamic use of one interface");

static_assert(implements<person, greeting> && !implements<silent, greeting> &&
              !implements<greets_by_changing, greeting>);
static_assert(std::convertible_to<person, any_greeter> && !std::convertible_to<silent, any_greeter>);
static_assert(std::convertible_to<person, any_named> && !std::convertible_to<robot, any_named>);

static_assert(std::copyable<any_greeter> && std::is_nothrow_move_constructible_v<any_greeter>);
static_assert(std::movable<any_unique_greeter> && !std::copy_constructible<any_unique_greeter>);
static_assert(!std::convertible_to<unique_person, any_greeter> &&
              std::convertible_to<unique_person, any_unique_greeter>);

template <class Protocol, class Operation, class... Args>
concept can_call = requires(Protocol& value, Args... args) { value.template call<Operation>(args...); };

static_assert(can_call<const any_named, greeting> && can_call<any_named, renaming, std::string>);
static_assert(!can_call<const any_named, renaming, std::string>, "const is respected");
static_assert(!can_call<any_greeter, renaming, std::string>, "only what was asked for can be called");
static_assert(!can_call<any_named, renaming> && !can_call<any_named, renaming, int*>, "arguments are checked");

static_assert(noexcept(std::declval<const any_sized&>().call<measuring>()));
static_assert(!noexcept(std::declval<const any_greeter&>().call<greeting>()));
static_assert(std::convertible_to<std::string, any_sized> && !std::convertible_to<may_throw_size, any_sized>);

// A result that would be a reference to a temporary is no result.
struct naming {
  using signature = const std::string&() const;
  decltype(auto) operator()(const auto& value) const { return value.name_of(); }
};
struct names_by_reference {
  std::string name;
  [[nodiscard]] const std::string& name_of() const { return name; }
};
struct names_by_value {
  [[nodiscard]] std::string name_of() const { return "gone"; }
};
static_assert(implements<names_by_reference, naming> && !implements<names_by_value, naming>);

static_assert(any_greeter::stores_inline<person> && any_greeter::stores_inline<std::shared_ptr<int>>);

std::string welcome(const any_greeter& guest) {
  return guest.greet();
}

template <class Call>
void expect_no_value(Call&& call) {
  try {
    call();
    FAIL() << "no exception";
  } catch (const bad_protocol_access& error) {
    const std::string_view message = error.what();
    EXPECT_TRUE(message.starts_with("protocol: ")) << message;
    EXPECT_TRUE(message.ends_with("greeting called on an empty value")) << message;
  }
}

TEST(A20_protocol, takes_any_type_with_the_operation_and_no_common_base) {
  EXPECT_EQ(welcome(person{}), "hello from Ada");
  EXPECT_EQ(welcome(robot{}), "beep");
}

TEST(A20_protocol, holds_a_value_of_its_own) {
  person ada;
  any_named guest = ada;
  guest.rename("Grace");
  EXPECT_EQ(guest.greet(), "hello from Grace");
  EXPECT_EQ(ada.greet(), "hello from Ada");
}

TEST(A20_protocol, refers_to_an_object_when_given_a_reference) {
  person ada;
  any_named guest = std::ref(ada);
  guest.rename("Grace");
  EXPECT_EQ(ada.greet(), "hello from Grace");
  const any_named same = guest;
  ada.rename("Joan");
  EXPECT_EQ(same.greet(), "hello from Joan");
}

TEST(A20_protocol, cannot_change_what_it_refers_to_as_const) {
  static_assert(std::convertible_to<std::reference_wrapper<const person>, any_greeter>);
  static_assert(!std::convertible_to<std::reference_wrapper<const person>, any_named>);
  const person ada;
  EXPECT_EQ(welcome(std::cref(ada)), "hello from Ada");
}

TEST(A20_protocol, copies_are_independent) {
  any_named guest = person{};
  const any_named before = guest;
  guest.rename("Grace");
  EXPECT_EQ(before.greet(), "hello from Ada");
  EXPECT_EQ(guest.greet(), "hello from Grace");
}

TEST(A20_protocol, can_be_assigned_another_type) {
  any_greeter guest = person{};
  guest = robot{};
  EXPECT_EQ(guest.greet(), "beep");
  guest = any_greeter(person{"Grace"});
  EXPECT_EQ(guest.greet(), "hello from Grace");
}

TEST(A20_protocol, says_which_operation_found_no_value) {
  expect_no_value([] { (void)any_greeter().greet(); });
}

TEST(A20_protocol, is_empty_after_a_move_whether_the_value_was_small_trivial_or_large) {
  const auto moves = [](any_greeter from, const std::string& expected) {
    const any_greeter to = std::move(from);
    EXPECT_EQ(to.greet(), expected);
    EXPECT_FALSE(from.has_value());
    expect_no_value([&] { (void)from.greet(); });
    from = robot{};
    EXPECT_EQ(from.greet(), "beep");
  };
  moves(person{}, "hello from Ada");
  moves(robot{}, "beep");
  moves(counted<500>{}, "whole");
}

TEST(A20_protocol, is_empty_after_reset_and_copies_as_empty) {
  any_greeter guest = person{};
  EXPECT_TRUE(guest);
  guest.reset();
  EXPECT_FALSE(guest);
  const any_greeter copy = guest;
  EXPECT_FALSE(copy);
}

TEST(A20_protocol, survives_assignment_to_itself) {
  any_greeter guest = shared_person{};
  const any_greeter& same = guest;
  guest = same;
  EXPECT_EQ(guest.greet(), "hello from Ada");
  guest = std::move(const_cast<any_greeter&>(same));
  EXPECT_EQ(guest.greet(), "hello from Ada");
}

TEST(A20_protocol, holds_a_small_value_without_allocation) {
  using small = counted<4 * sizeof(void*)>;
  any_greeter guest = small{};
  const any_greeter copy = guest;
  const any_greeter moved = std::move(guest);
  EXPECT_EQ(moved.greet() + copy.greet(), "wholewhole");
  EXPECT_EQ(small::allocations, 0);
}

TEST(A20_protocol, allocates_a_large_value_once_and_never_to_move_it) {
  using large = counted<4 * sizeof(void*) + 1>;
  {
    any_greeter guest = large{};
    EXPECT_EQ(large::allocations, 1);
    const any_greeter moved = std::move(guest);
    EXPECT_EQ(moved.greet(), "whole");
    EXPECT_EQ(large::allocations, 1);
    const any_greeter copy = moved;
    EXPECT_EQ(large::allocations, 2);
  }
  EXPECT_EQ(large::allocations, 0);
}

TEST(A20_protocol, keeps_an_over_aligned_value_aligned) {
  using aligned = counted<64, 64>;
  {
    const any_greeter guest = aligned{};
    EXPECT_EQ(aligned::allocations, 1);
    EXPECT_EQ(guest.greet(), "whole");
  }
  EXPECT_EQ(aligned::allocations, 0);
}

TEST(A20_protocol, allocates_a_small_value_whose_move_may_throw) {
  static_assert(!any_greeter::stores_inline<restless>);
  const int before = restless::allocations;
  const any_greeter guest = restless{};
  EXPECT_EQ(restless::allocations, before + 1);
}

TEST(A20_protocol, keeps_its_value_when_the_copy_of_another_throws) {
  const any_greeter fragile(std::in_place_type<copy_fails>);
  any_greeter guest = person{};
  EXPECT_THROW(guest = fragile, std::runtime_error);
  EXPECT_EQ(guest.greet(), "hello from Ada");
  EXPECT_EQ(fragile.greet(), "one of a kind");
}

TEST(A20_protocol, keeps_its_value_when_making_another_throws) {
  any_greeter guest = person{};
  const copy_fails source;
  EXPECT_THROW(guest.emplace<copy_fails>(source), std::runtime_error);
  EXPECT_EQ(guest.greet(), "hello from Ada");
}

TEST(A20_protocol, moves_types_that_cannot_be_copied) {
  any_unique_greeter guest = unique_person{person{}, std::make_unique<int>(7)};
  const any_unique_greeter moved = std::move(guest);
  EXPECT_EQ(moved.call<greeting>(), "hello from Ada");
}

TEST(A20_protocol, makes_a_value_in_place_that_cannot_even_be_moved) {
  any_unique_greeter guest(std::in_place_type<immovable_person>, "stay");
  const any_unique_greeter moved = std::move(guest);
  EXPECT_EQ(moved.call<greeting>(), "stay");
  EXPECT_EQ(guest.emplace<immovable_person>("again").name, "again");
  EXPECT_EQ(guest.call<greeting>(), "again");
}

TEST(A20_protocol, destroys_each_value_once) {
  shared_person guest;
  const std::weak_ptr<int> alive = guest.alive;
  {
    any_greeter first = std::move(guest);
    any_greeter second = first;
    first = robot{};
    EXPECT_FALSE(alive.expired());
    const any_greeter third = std::move(second);
    second.reset();
    EXPECT_EQ(alive.use_count(), 1);
  }
  EXPECT_TRUE(alive.expired());
}

TEST(A20_protocol, serves_where_fewer_operations_are_asked_for) {
  const any_named named = person{};
  EXPECT_EQ(welcome(named), "hello from Ada");
}

TEST(A20_protocol, takes_part_in_overload_resolution_only_for_types_that_conform) {
  struct {
    std::string operator()(const any_greeter&) const { return "greeter"; }
    std::string operator()(const any_sized&) const { return "sized"; }
  } which;
  EXPECT_EQ(which(person{}), "greeter");
  EXPECT_EQ(which(std::vector<int>{}), "sized");
}

// noexcept leaves no way to report: the program ends with the message of the exception.
TEST(A20_protocol, ends_the_program_when_a_noexcept_operation_finds_no_value) {
  const any_sized nothing;
  EXPECT_DEATH((void)nothing.call<measuring>(), "measuring called on an empty value");
}

}  // namespace
