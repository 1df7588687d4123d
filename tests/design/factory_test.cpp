#include "googletest.hpp"

import googletest;
import std;
import patterns.design;
import patterns.meta;

namespace {

using patterns::design::factory;
using patterns::design::unknown_kind;
using patterns::meta::registered;
using patterns::meta::registry;
using patterns::meta::registry_error;
using patterns::meta::registry_fault;

struct shape {
  virtual ~shape() = default;
  [[nodiscard]] virtual double area() const = 0;
};

struct circle : shape {
  [[nodiscard]] double area() const override { return 3.0; }
};

struct square : shape {
  [[nodiscard]] double area() const override { return 4.0; }
};

struct unrelated {};

enum class level { low, high };

struct plain {
  int value;
  explicit plain(int number) : value(number) {}
};

struct animal {
  virtual ~animal() = default;
  [[nodiscard]] virtual std::string sound() const = 0;
};

struct dog : animal, registered<dog, animal, "dog"> {
  [[nodiscard]] std::string sound() const override { return "woof"; }
};

struct failing : shape {
  failing() { throw std::domain_error("no paper left"); }
  [[nodiscard]] double area() const override { return 0.0; }
};

template <class Derived>
concept can_be_added = requires(factory<shape>& shapes) { shapes.template add<Derived>("kind"); };

static_assert(can_be_added<circle>);
static_assert(!can_be_added<unrelated> && !can_be_added<shape>, "no shape, and a class that no object is of");
static_assert(!std::copyable<factory<shape>> && !std::movable<factory<shape>>);
static_assert(std::derived_from<unknown_kind, registry_error> && std::is_nothrow_copy_constructible_v<unknown_kind>);
static_assert(std::copyable<factory<shape>::maker>);

template <class Use>
unknown_kind unknown_kind_of(Use&& use) {
  try {
    use();
  } catch (const unknown_kind& error) {
    return error;
  }
  throw std::logic_error("no unknown_kind was thrown");
}

TEST(A24_factory, makes_what_a_kind_stands_for) {
  factory<shape> shapes;
  shapes.add<circle>("circle").add<square>("square");
  EXPECT_EQ(shapes.create("circle")->area(), 3.0);
  EXPECT_EQ(shapes.create(std::string("square"))->area(), 4.0);
  EXPECT_NE(shapes.create("circle"), shapes.create("circle"));
}

TEST(A24_factory, names_an_unknown_kind_and_those_it_knows_in_order) {
  factory<shape> shapes;
  shapes.add<square>("square").add<circle>("circle");
  const auto error = unknown_kind_of([&] { (void)shapes.create("hexagon"); });
  EXPECT_STREQ(error.what(), "factory of shape: there is no 'hexagon'; known: 'circle', 'square'");
  EXPECT_EQ(error.kind(), "'hexagon'");
  EXPECT_EQ(error.fault(), registry_fault::unknown_key);
  ASSERT_EQ(error.known().size(), 2U);
  EXPECT_EQ(error.known()[0], "'circle'");
  EXPECT_EQ(error.known()[1], "'square'");
}

TEST(A24_factory, says_so_when_it_knows_no_kind_or_is_asked_for_an_empty_one) {
  factory<shape> shapes;
  EXPECT_STREQ(unknown_kind_of([&] { (void)shapes.create("circle"); }).what(),
               "factory of shape: there is no 'circle'; no kind is known");
  shapes.add<circle>("circle");
  EXPECT_STREQ(unknown_kind_of([&] { (void)shapes.create(""); }).what(),
               "factory of shape: there is no ''; known: 'circle'");
}

TEST(A24_factory, escapes_what_cannot_be_printed_in_the_message) {
  factory<shape> shapes;
  EXPECT_STREQ(unknown_kind_of([&] { (void)shapes.create("a\n\x1b[31m"); }).what(),
               "factory of shape: there is no 'a\\n\\x1b[31m'; no kind is known");
}

TEST(A24_factory, lists_twenty_kinds_in_the_message_and_all_of_them_in_the_error) {
  factory<shape, int> shapes;
  for (int kind = 0; kind < 22; ++kind) {
    shapes.add<circle>(kind);
  }
  const auto error = unknown_kind_of([&] { (void)shapes.create(99); });
  EXPECT_TRUE(std::string_view(error.what()).starts_with("factory of shape: there is no 99; known: 0, 1, 2,"));
  EXPECT_TRUE(std::string_view(error.what()).ends_with(", 18, 19 and 2 more")) << error.what();
  EXPECT_EQ(error.known().size(), 22U);
}

TEST(A24_factory, takes_an_enumeration_for_kinds_and_arguments_for_its_products) {
  factory<plain, level, int> numbers;
  numbers.add<plain>(level::low).add(level::high, [](int number) { return std::make_unique<plain>(number * 10); });
  EXPECT_EQ(numbers.create(level::low, 7)->value, 7);
  EXPECT_EQ(numbers.create(level::high, 7)->value, 70);
  EXPECT_STREQ(unknown_kind_of([&] { (void)numbers.create(static_cast<level>(7), 0); }).what(),
               "factory of plain: there is no level(7); known: level::low, level::high");
}

TEST(A24_factory, moves_arguments_into_place_and_takes_functions_that_can_only_be_moved) {
  factory<plain, std::string, std::unique_ptr<int>> numbers;
  numbers.add("sum", [base = std::make_unique<int>(2)](std::unique_ptr<int> number) {
    return std::make_unique<plain>(*base + *number);
  });
  EXPECT_EQ(numbers.create("sum", std::make_unique<int>(5))->value, 7);
}

TEST(A24_factory, refuses_a_kind_that_is_taken_or_empty_and_keeps_what_it_has) {
  factory<shape> shapes;
  shapes.add<circle>("circle");
  try {
    shapes.add<square>("circle");
    FAIL() << "no exception";
  } catch (const registry_error& error) {
    EXPECT_EQ(error.fault(), registry_fault::duplicate_key);
    EXPECT_NE(std::string_view(error.what()).find("\"circle\""), std::string_view::npos) << error.what();
  }
  EXPECT_THROW(shapes.add<square>(""), registry_error);
  EXPECT_EQ(shapes.create("circle")->area(), 3.0);
  EXPECT_EQ(shapes.kinds(), std::vector<std::string>{"circle"});
}

TEST(A24_factory, forgets_a_kind_that_is_removed) {
  factory<shape> shapes;
  shapes.add<circle>("circle");
  const auto make_circle = shapes.maker_of("circle");
  EXPECT_TRUE(shapes.remove("circle"));
  EXPECT_FALSE(shapes.remove("circle"));
  EXPECT_FALSE(shapes.knows("circle"));
  EXPECT_THROW((void)shapes.create("circle"), unknown_kind);
  EXPECT_THROW((void)make_circle(), registry_error);
}

TEST(A24_factory, hands_out_a_maker_and_refuses_one_of_an_unknown_kind) {
  factory<shape> shapes;
  shapes.add<square>("square");
  const auto make_square = shapes.maker_of("square");
  EXPECT_EQ(make_square.kind(), "square");
  EXPECT_EQ(make_square()->area(), 4.0);
  EXPECT_THROW((void)shapes.maker_of("circle"), unknown_kind);
}

TEST(A24_factory, knows_the_types_that_register_themselves_when_it_is_over_their_registry) {
  const factory<animal> animals(registry<animal>::global());
  EXPECT_TRUE(animals.knows("dog"));
  EXPECT_EQ(animals.create("dog")->sound(), "woof");
  EXPECT_STREQ(unknown_kind_of([&] { (void)animals.create("cat"); }).what(),
               "factory of animal: there is no 'cat'; known: 'dog'");
}

TEST(A24_factory, has_kinds_of_its_own_beside_those_of_another) {
  factory<shape> round;
  factory<shape> angular;
  round.add<circle>("any");
  angular.add<square>("any");
  EXPECT_EQ(round.create("any")->area(), 3.0);
  EXPECT_EQ(angular.create("any")->area(), 4.0);
}

TEST(A24_factory, lets_an_exception_of_a_constructor_through) {
  factory<shape> shapes;
  shapes.add<failing>("failing");
  EXPECT_THROW((void)shapes.create("failing"), std::domain_error);
  EXPECT_TRUE(shapes.knows("failing"));
}

TEST(A24_factory, makes_objects_while_other_threads_add_and_remove_kinds) {
  factory<shape, int> shapes;
  shapes.add<circle>(-1);
  std::atomic<int> wrong = 0;
  std::barrier start(3);
  std::thread makes([&] {
    start.arrive_and_wait();
    for (int round = 0; round < 2'000; ++round) {
      wrong += shapes.create(-1)->area() == 3.0 ? 0 : 1;
    }
  });
  const auto change = [&](int first) {
    start.arrive_and_wait();
    for (int round = 0; round < 500; ++round) {
      shapes.add<square>(first + round % 7);
      wrong += shapes.create(first + round % 7)->area() == 4.0 ? 0 : 1;
      wrong += shapes.remove(first + round % 7) ? 0 : 1;
    }
  };
  std::thread changes(change, 0);
  change(100);
  makes.join();
  changes.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(shapes.kinds(), std::vector{-1});
}

}  // namespace
