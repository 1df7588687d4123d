#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::null_error;
using patterns::typing::read_only_box;
using patterns::typing::readable_as;
using patterns::typing::sink;
using patterns::typing::slicing_error;

struct animal {
  explicit animal(std::string given) : name(std::move(given)) {}
  animal(const animal&) = default;
  animal& operator=(const animal&) = default;
  virtual ~animal() = default;
  virtual std::string speak() const { return "..."; }
  std::string name;
};

struct cat : animal {
  using animal::animal;
  std::string speak() const override { return "meow"; }
  int lives = 9;
};

struct dog : animal {
  using animal::animal;
};

struct shape {
  virtual ~shape() = default;
  virtual double area() const = 0;
};

struct square final : shape {
  explicit square(double given) : side(given) {}
  double area() const override { return side * side; }
  double side;
};

// The second base of amphibian stands at another address than the whole.
struct swimmer {
  int depth = 3;
};
struct walker {
  int speed = 5;
};
struct amphibian : swimmer, walker {};
struct hidden_walker : private walker {};
struct left_walker : walker {};
struct right_walker : walker {};
struct twice_walker : left_walker, right_walker {};
struct virtual_walker : virtual walker {};

static_assert(readable_as<cat, animal> && readable_as<cat, cat>);
static_assert(!readable_as<animal, cat> && !readable_as<cat, dog>);
static_assert(!readable_as<int, long> && !readable_as<int, void> && !readable_as<const cat, animal>);
static_assert(!readable_as<hidden_walker, walker> && !readable_as<twice_walker, walker>);
static_assert(readable_as<virtual_walker, walker>);

static_assert(std::convertible_to<read_only_box<cat>, read_only_box<animal>>);
static_assert(std::is_nothrow_convertible_v<const read_only_box<cat>&, read_only_box<animal>>);
static_assert(std::assignable_from<read_only_box<animal>&, read_only_box<cat>>);
static_assert(!std::constructible_from<read_only_box<cat>, read_only_box<animal>>);
static_assert(!std::constructible_from<read_only_box<cat>, animal>);
static_assert(!std::constructible_from<read_only_box<cat>, read_only_box<dog>>);
static_assert(!std::constructible_from<read_only_box<long>, read_only_box<int>>);
static_assert(!std::default_initializable<read_only_box<int>>);

static_assert(std::convertible_to<sink<animal>, sink<cat>>);
static_assert(!std::constructible_from<sink<animal>, sink<cat>>);
static_assert(!std::constructible_from<sink<dog>, sink<cat>>);
static_assert(std::constructible_from<sink<cat>, void (*)(const animal&)>);
static_assert(!std::constructible_from<sink<animal>, void (*)(const cat&)>);
static_assert(!std::constructible_from<sink<animal>, void (*)(animal)>, "would slice a cat");
static_assert(std::constructible_from<sink<std::string>, void (*)(std::string)>);
inline constexpr auto by_value = [](animal) {};
inline constexpr auto any_by_value = [](auto) {};
inline constexpr auto any_by_reference = [](const auto&) {};
static_assert(!std::constructible_from<sink<animal>, decltype(std::cref(by_value))>, "nor when it is referred to");
static_assert(!std::constructible_from<sink<animal>, decltype(any_by_value)>);
static_assert(!std::constructible_from<sink<animal>, decltype(std::cref(any_by_value))>);
static_assert(std::constructible_from<sink<animal>, decltype(any_by_reference)>);
static_assert(std::constructible_from<sink<animal>, decltype(std::cref(any_by_reference))>);
static_assert(std::constructible_from<sink<int>, decltype(any_by_value)>);

static_assert(std::same_as<decltype(read_only_box(2.5)), read_only_box<double>>);
static_assert(std::same_as<decltype(read_only_box(std::declval<const read_only_box<cat>&>())), read_only_box<cat>>);
static_assert(std::same_as<decltype(read_only_box(std::cref(std::declval<cat&>()))), read_only_box<cat>>);
static_assert(std::same_as<decltype(*std::declval<read_only_box<cat>&>()), const cat&>, "no way to change it");

TEST(B12_variance, a_box_of_a_cat_is_a_box_of_an_animal_and_the_cat_stays_whole) {
  const read_only_box<cat> tom = cat("Tom");
  const read_only_box<animal> pet = tom;
  EXPECT_EQ(pet->speak(), "meow");
  EXPECT_EQ(dynamic_cast<const cat&>(*pet).lives, 9);
  EXPECT_EQ(&*pet, &*tom) << "one value, shared";
}

TEST(B12_variance, the_value_outlives_the_box_that_it_came_from) {
  std::optional<read_only_box<cat>> tom(cat("Tom"));
  const read_only_box<animal> pet = *tom;
  tom.reset();
  EXPECT_EQ(pet.get().name, "Tom");
}

TEST(B12_variance, a_box_of_an_abstract_class_holds_what_derives_from_it) {
  const read_only_box<shape> held = square(3);
  EXPECT_EQ(held->area(), 9);
  const read_only_box<shape> made(std::in_place_type<square>, 2.0);
  EXPECT_EQ(made->area(), 4);
}

TEST(B12_variance, a_base_at_another_address_is_found) {
  const read_only_box<amphibian> frog = amphibian();
  EXPECT_EQ(read_only_box<walker>(frog)->speed, 5);
  EXPECT_EQ(read_only_box<walker>(read_only_box(virtual_walker()))->speed, 5);
  int speed = 0;
  const sink<amphibian> race = sink<walker>([&speed](const walker& each) { speed += each.speed; });
  race.put(amphibian());
  EXPECT_EQ(speed, 5);
}

TEST(B12_variance, refuses_to_copy_a_value_as_less_than_it_is) {
  const cat tom("Tom");
  const animal& seen = tom;
  try {
    const read_only_box<animal> pet(seen);
    FAIL() << "sliced";
  } catch (const slicing_error& error) {
    EXPECT_NE(std::string(error.what()).find("animal would be sliced"), std::string::npos) << error.what();
  }
}

TEST(B12_variance, refers_to_an_object_that_it_does_not_own) {
  cat tom("Tom");
  const read_only_box<animal> pet = std::cref(tom);
  tom.name = "Thomas";
  EXPECT_EQ(pet->name, "Thomas");
  EXPECT_EQ(&*pet, &tom);
}

TEST(B12_variance, shares_what_a_pointer_owns_and_refuses_null) {
  const auto tom = std::make_shared<cat>("Tom");
  const read_only_box<animal> pet = tom;
  EXPECT_EQ(tom.use_count(), 2);
  EXPECT_EQ(&*pet, tom.get());
  EXPECT_THROW(read_only_box<animal>(std::shared_ptr<cat>()), null_error);
}

TEST(B12_variance, a_box_that_was_moved_from_still_holds_its_value) {
  read_only_box<std::string> first = std::string("kept");
  const read_only_box<std::string> second = std::move(first);
  EXPECT_EQ(*first, "kept");
  EXPECT_EQ(*second, "kept");
}

TEST(B12_variance, holds_what_cannot_be_copied) {
  const read_only_box<std::unique_ptr<int>> held = std::make_unique<int>(7);
  EXPECT_EQ(**held, 7);
}

TEST(B12_variance, a_sink_of_animals_takes_cats_and_sees_all_of_them) {
  std::vector<std::string> heard;
  const sink<animal> anything([&heard](const animal& each) { heard.push_back(each.name + " " + each.speak()); });
  const sink<cat> cats = anything;
  cats.put(cat("Tom"));
  anything.put(dog("Rex"));
  EXPECT_EQ(heard, (std::vector<std::string>{"Tom meow", "Rex ..."}));
}

TEST(B12_variance, the_sinks_that_come_from_one_share_its_function) {
  const sink<animal> counting([count = 0](const animal& each) mutable {
    if (++count == 2) {
      throw std::runtime_error(each.name);
    }
  });
  const sink<cat> cats = counting;
  const sink<dog> dogs = counting;
  cats.put(cat("Tom"));
  EXPECT_THROW(dogs.put(dog("Rex")), std::runtime_error);
}

TEST(B12_variance, a_sink_outlives_the_sink_that_it_came_from) {
  int taken = 0;
  std::optional<sink<animal>> first([&taken](const animal&) { ++taken; });
  const sink<cat> second = *first;
  first.reset();
  second.put(cat("Tom"));
  EXPECT_EQ(taken, 1);
}

TEST(B12_variance, a_sink_refuses_a_function_that_is_null) {
  EXPECT_THROW(sink<int>(static_cast<void (*)(int)>(nullptr)), null_error);
  EXPECT_THROW(sink<int>(std::function<void(int)>()), null_error);
}

}  // namespace
