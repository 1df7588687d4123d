#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace shop {

/// What the registrations of this file register as, one class a test, so that none sees those of another.
struct shape {
  virtual ~shape() = default;
  [[nodiscard]] virtual std::string name() const = 0;
};

struct circle : shape, patterns::meta::registered<circle, shape, "circle"> {
  [[nodiscard]] std::string name() const override { return "circle"; }
};

struct square : shape {
  [[nodiscard]] std::string name() const override { return "square"; }
};

enum class unit { metre, foot };

struct message {
  using registry_type = patterns::meta::registry<message, unsigned char>;
  virtual ~message() = default;
};

struct greeting : message, patterns::meta::registered<greeting, message, 255> {};

struct scale {
  using registry_type = patterns::meta::registry<scale, unit, double>;
  explicit scale(double metres) : length(metres) {}
  virtual ~scale() = default;
  double length;
};

struct metric : scale, private patterns::meta::registered<metric, scale, unit::metre> {
  using scale::scale;
};

struct disputed {
  virtual ~disputed() = default;
};

struct first_claim : disputed, patterns::meta::registered<first_claim, disputed, "key"> {};
struct second_claim : disputed, patterns::meta::registered<second_claim, disputed, "key"> {};
struct undisputed : disputed, patterns::meta::registered<undisputed, disputed, "another"> {};

}  // namespace shop

template class patterns::meta::registered<shop::square, shop::shape, "square">;

namespace {

using patterns::meta::registered;
using patterns::meta::registrable;
using patterns::meta::registry;
using patterns::meta::registry_error;
using patterns::meta::registry_factory;
using patterns::meta::registry_fault;
using patterns::meta::registry_key;
using patterns::meta::registry_of;
using shop::circle;
using shop::disputed;
using shop::scale;
using shop::shape;
using shop::square;
using shop::unit;

struct triangle : shape, registered<triangle, shape, "triangle"> {
  [[nodiscard]] std::string name() const override { return "triangle"; }
};

struct no_base {};
struct plain {};
struct no_virtual_destructor : plain {};

static_assert(registry_key<std::string> && registry_key<int> && registry_key<unit>);
static_assert(!registry_key<std::string_view> && !registry_key<const char*>);
static_assert(!registry_key<std::pair<int, int>>, "it has no hash");
static_assert(!registry_key<std::complex<double>>, "it has no order");
static_assert(registrable<circle, shape> && !registrable<circle, shape, int> && !registrable<no_base, shape>);
static_assert(registrable<plain, plain> && !registrable<no_virtual_destructor, plain>);
static_assert(registry_factory<std::unique_ptr<shape> (*)(int), shape, int> && !registry_factory<int (*)(), shape>);
static_assert(registry_factory<std::unique_ptr<plain> (*)(), plain>);
static_assert(!registry_factory<std::unique_ptr<no_virtual_destructor> (*)(), plain>, "it would be deleted as a plain");
static_assert(!registry_factory<std::unique_ptr<const plain> (*)(), plain>);
static_assert(registry_factory<std::unique_ptr<circle> (*)(), shape>);
static_assert(std::same_as<registry_of<shape>, registry<shape>>);
static_assert(std::same_as<registry_of<scale>, registry<scale, unit, double>>);
static_assert(std::same_as<registry<shape>::query_type, std::string_view>);
static_assert(sizeof(circle) == sizeof(shape), "being registered costs an object nothing");

// Used by an initializer that may run before any registration.
const bool used_before_main = [] {
  (void)registry<shape>::global().contains("circle");
  return true;
}();

/// A factory that says when it is being destroyed, and is not until it may.
class lingering_factory {
 public:
  lingering_factory(std::latch& dying, std::latch& leave) : latches_(new latches(dying, leave)) {}
  [[nodiscard]] std::unique_ptr<shape> operator()() const { return std::make_unique<circle>(); }

 private:
  struct latches {
    latches(std::latch& first, std::latch& second) : dying(first), leave(second) {}
    latches(const latches&) = delete;
    latches& operator=(const latches&) = delete;
    ~latches() {
      dying.count_down();
      leave.wait();
    }
    std::latch& dying;
    std::latch& leave;
  };

  std::unique_ptr<latches> latches_;
};

/// Whether `flag` stays unset for as long as a thread that waits for nothing would need to set it.
bool stays_unset(const std::atomic<bool>& flag) {
  for (int i = 0; i < 2000 && !flag; ++i) {
    std::this_thread::yield();
  }
  return !flag;
}

template <class Use>
void expect_error(registry_fault fault, const std::string& message, Use&& use) {
  try {
    use();
    FAIL() << "no exception";
  } catch (const registry_error& error) {
    EXPECT_EQ(error.what(), message);
    EXPECT_EQ(error.fault(), fault);
  }
}

using strings = std::vector<std::string>;

TEST(A30_registered, has_registered_by_the_time_main_runs) {
  const auto& shapes = registry<shape>::global();
  EXPECT_TRUE(used_before_main);
  EXPECT_EQ(shapes.keys(), (strings{"circle", "square", "triangle"}));
  EXPECT_EQ(shapes.size(), 3U);
  EXPECT_EQ(shapes.create("circle")->name(), "circle");
  EXPECT_EQ(shapes.create("square")->name(), "square");
  EXPECT_EQ(shapes.create("triangle")->name(), "triangle");
}

TEST(A30_registered, uses_the_registry_that_its_base_names) {
  const auto& scales = registry_of<scale>::global();
  EXPECT_EQ(scales.keys(), std::vector{unit::metre});
  EXPECT_EQ(scales.create(unit::metre, 2.5)->length, 2.5);
  expect_error(registry_fault::unknown_key, "registry of scale: there is no foot; known: metre",
               [&] { (void)scales.create(unit::foot, 1); });
}

TEST(A30_registered, takes_a_number_that_the_key_type_can_represent) {
  EXPECT_EQ(registry_of<shop::message>::global().keys(), std::vector<unsigned char>{255});
}

TEST(A30_registered, makes_a_key_that_two_types_claim_an_error_that_names_both) {
  const auto& registry = patterns::meta::registry<disputed>::global();
  EXPECT_TRUE(registry.contains("key"));
  EXPECT_EQ(registry.keys(), (strings{"another", "key"}));
  EXPECT_NE(registry.create("another"), nullptr);
  const auto message = [&](auto use) {
    try {
      use();
    } catch (const registry_error& error) {
      EXPECT_EQ(error.fault(), registry_fault::duplicate_key);
      return std::string(error.what());
    }
    return std::string("no exception");
  };
  // Which of the two came first is for the linker to say.
  const auto told = message([&] { (void)registry.create("key"); });
  EXPECT_TRUE(told ==
                  "registry of disputed: \"key\" is registered by shop::first_claim and shop::second_claim; "
                  "known: \"another\", \"key\"" ||
              told ==
                  "registry of disputed: \"key\" is registered by shop::second_claim and shop::first_claim; "
                  "known: \"another\", \"key\"")
      << told;
  EXPECT_EQ(message([&] { registry.check(); }), told);
  EXPECT_EQ(message([&] { (void)registry.find("key")->create(); }), told);
}

TEST(A30_registered, passes_a_check_when_no_key_is_disputed) {
  EXPECT_NO_THROW(registry<shape>::global().check());
}

TEST(A30_registry, makes_what_was_added_to_an_object_of_it) {
  registry<shape, std::string> shapes;
  EXPECT_TRUE(shapes.empty());
  shapes.add<circle>("round");
  shapes.add("angular", [] { return std::make_unique<square>(); });
  EXPECT_EQ(shapes.create("round")->name(), "circle");
  EXPECT_EQ(shapes.create("angular")->name(), "square");
  EXPECT_EQ(shapes.keys(), (strings{"angular", "round"}));
  EXPECT_FALSE(registry<shape>::global().contains("round"));
}

TEST(A30_registry, passes_arguments_on_as_they_are) {
  struct holder {
    holder(std::unique_ptr<int> given, int& made) : owned(std::move(given)) { ++made; }
    std::unique_ptr<int> owned;
  };
  registry<holder, int, std::unique_ptr<int>, int&> holders;
  holders.add<holder>(-1);
  int counter = 0;
  EXPECT_EQ(*holders.create(-1, std::make_unique<int>(7), counter)->owned, 7);
  EXPECT_EQ(counter, 1);
}

TEST(A30_registry, keeps_a_factory_that_can_only_be_moved) {
  registry<shape> shapes;
  shapes.add("held", [held = std::make_unique<std::string>("circle")]() -> std::unique_ptr<shape> {
    return registry<shape>::global().create(*held);
  });
  EXPECT_EQ(shapes.create("held")->name(), "circle");
}

TEST(A30_registry, names_an_unknown_key_and_the_known_ones) {
  registry<shape> shapes;
  expect_error(registry_fault::unknown_key, "registry of shape: there is no \"cone\"; nothing is registered",
               [&] { (void)shapes.create("cone"); });
  shapes.add<square>("b");
  shapes.add<circle>("a");
  expect_error(registry_fault::unknown_key, "registry of shape: there is no \"cone\"; known: \"a\", \"b\"",
               [&] { (void)shapes.create("cone"); });
  EXPECT_EQ(shapes.find("cone"), nullptr);
  EXPECT_FALSE(shapes.contains("cone"));
}

TEST(A30_registry, lists_only_the_first_of_very_many_keys) {
  registry<plain, int> numbers;
  for (int i = 1; i <= 1000; ++i) {
    numbers.add<plain>(i);
  }
  expect_error(registry_fault::unknown_key,
               "registry of plain: there is no 0; known: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
               "18, 19, 20 and 980 more",
               [&] { (void)numbers.create(0); });
}

TEST(A30_registry, shows_a_hostile_key_escaped_and_cut) {
  const registry<shape> shapes;
  expect_error(registry_fault::unknown_key, "registry of shape: there is no \"a\\x0ab\\x00\"; nothing is registered",
               [&] { (void)shapes.create(std::string_view("a\nb\0", 4)); });
  expect_error(registry_fault::unknown_key,
               "registry of shape: there is no \"" + std::string(80, 'x') + "...\"; nothing is registered",
               [&] { (void)shapes.create(std::string(1 << 20, 'x')); });
}

TEST(A30_registry, refuses_a_key_that_is_taken_and_changes_nothing) {
  registry<shape> shapes;
  shapes.add<circle>("round");
  expect_error(registry_fault::duplicate_key,
               "registry of shape: \"round\" is taken by shop::circle, so shop::square cannot have it; "
               "known: \"round\"",
               [&] { shapes.add<square>("round"); });
  EXPECT_EQ(shapes.size(), 1U);
  EXPECT_EQ(shapes.create("round")->name(), "circle");
}

TEST(A30_registry, refuses_an_empty_key_and_changes_nothing) {
  registry<shape> shapes;
  const std::string message = "registry of shape: the key is empty; nothing is registered";
  expect_error(registry_fault::empty_key, message, [&] { shapes.add<circle>(""); });
  expect_error(registry_fault::empty_key, message, [&] { (void)shapes.create(""); });
  EXPECT_FALSE(shapes.contains(""));
  EXPECT_TRUE(shapes.empty());
}

TEST(A30_registry, refuses_a_factory_that_is_null_and_changes_nothing) {
  registry<shape> shapes;
  const auto refused = [&shapes](auto factory) {
    try {
      shapes.add("round", factory);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("no exception");
  };
  const std::string message = "registry of shape: the factory for \"round\" is null";
  EXPECT_EQ(refused(static_cast<std::unique_ptr<shape> (*)()>(nullptr)), message);
  EXPECT_EQ(refused(std::function<std::unique_ptr<shape>()>()), message);
  EXPECT_TRUE(shapes.empty());
  EXPECT_FALSE(shapes.contains("round"));
  EXPECT_NO_THROW(shapes.add("round", std::function<std::unique_ptr<shape>()>(std::make_unique<circle>)));
  EXPECT_EQ(shapes.create("round")->name(), "circle");
}

TEST(A30_registry, makes_nothing_when_the_factory_throws) {
  registry<shape> shapes;
  shapes.add("broken", []() -> std::unique_ptr<shape> { throw std::runtime_error("no ink"); });
  EXPECT_THROW((void)shapes.create("broken"), std::runtime_error);
  EXPECT_TRUE(shapes.erase("broken")) << "the failed creation is over";
}

TEST(A30_registry, forgets_what_is_erased_and_takes_it_again) {
  registry<shape> shapes;
  shapes.add<circle>("round");
  const auto* const round = shapes.find("round");
  EXPECT_TRUE(shapes.erase("round"));
  EXPECT_FALSE(shapes.erase("round"));
  EXPECT_FALSE(shapes.erase("never there"));
  EXPECT_TRUE(shapes.empty());
  EXPECT_EQ(shapes.keys(), strings());
  EXPECT_FALSE(round->available());
  expect_error(registry_fault::unknown_key, "registry of shape: there is no \"round\"; nothing is registered",
               [&] { (void)round->create(); });

  shapes.add<square>("round");
  EXPECT_EQ(shapes.find("round"), round) << "a key has one entry for good";
  EXPECT_EQ(round->create()->name(), "square");
}

TEST(A30_registry, destroys_a_factory_when_it_is_erased) {
  const auto alive = std::make_shared<int>();
  registry<shape> shapes;
  shapes.add("counted", [alive] { return std::make_unique<circle>(); });
  EXPECT_EQ(alive.use_count(), 2);
  shapes.erase("counted");
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(A30_registry, lets_a_factory_erase_itself) {
  registry<shape> shapes;
  const auto alive = std::make_shared<int>();
  shapes.add("once", [&shapes, alive]() -> std::unique_ptr<shape> {
    shapes.erase("once");
    EXPECT_EQ(alive.use_count(), 2) << "it is not destroyed while it runs";
    return std::make_unique<circle>();
  });
  EXPECT_EQ(shapes.create("once")->name(), "circle");
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_FALSE(shapes.contains("once"));
  EXPECT_NO_THROW(shapes.add<square>("once"));
}

TEST(A30_registry, lets_a_factory_add_and_create_others) {
  registry<shape> shapes;
  shapes.add("outer", [&shapes] {
    shapes.add<square>("inner");
    return shapes.create("inner");
  });
  EXPECT_EQ(shapes.create("outer")->name(), "square");
}

TEST(A30_registry, finds_every_key_of_any_length) {
  registry<plain> lengths;
  std::string key;
  for (int i = 0; i < 200; ++i) {
    key += static_cast<char>('a' + i % 26);
    lengths.add<plain>(key);
  }
  for (std::size_t length = 1; length <= key.size(); ++length) {
    ASSERT_TRUE(lengths.contains(std::string_view(key).substr(0, length))) << length;
    ASSERT_FALSE(lengths.contains(std::string_view(key).substr(1, length - 1))) << length;
  }
}

TEST(A30_registry, erases_only_when_those_who_create_are_done) {
  registry<shape> shapes;
  std::latch inside(1);
  std::latch leave(1);
  shapes.add("slow", [&]() -> std::unique_ptr<shape> {
    inside.count_down();
    leave.wait();
    return std::make_unique<circle>();
  });
  std::atomic<bool> erased = false;
  std::thread creator([&] { EXPECT_EQ(shapes.create("slow")->name(), "circle"); });
  inside.wait();
  std::thread eraser([&] {
    shapes.erase("slow");
    erased = true;
  });
  while (shapes.contains("slow")) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(erased);
  expect_error(registry_fault::duplicate_key,
               "registry of shape: \"slow\" is taken by a function (being removed), so shop::square cannot have it; "
               "nothing is registered",
               [&] { shapes.add<square>("slow"); });
  leave.count_down();
  creator.join();
  eraser.join();
  EXPECT_NO_THROW(shapes.add<square>("slow"));
}

TEST(A30_registry, erases_what_another_erases_only_when_those_who_create_are_done) {
  registry<shape> shapes;
  const auto alive = std::make_shared<int>();
  std::latch inside(1);
  std::latch leave(1);
  shapes.add("slow", [&inside, &leave, alive]() -> std::unique_ptr<shape> {
    inside.count_down();
    leave.wait();
    return std::make_unique<circle>();
  });
  std::thread creator([&] { (void)shapes.create("slow"); });
  inside.wait();
  std::thread first([&] { EXPECT_TRUE(shapes.erase("slow")); });
  while (shapes.contains("slow")) {
    std::this_thread::yield();
  }
  std::atomic<bool> erased = false;
  std::thread second([&] {
    EXPECT_FALSE(shapes.erase("slow")) << "the first has it";
    EXPECT_EQ(alive.use_count(), 1) << "the factory is gone all the same";
    erased = true;
  });
  EXPECT_TRUE(stays_unset(erased)) << "somebody is in the factory";
  leave.count_down();
  creator.join();
  first.join();
  second.join();
}

TEST(A30_registry, erases_what_another_erases_only_when_the_factory_is_destroyed) {
  registry<shape> shapes;
  std::latch dying(1);
  std::latch leave(1);
  shapes.add("lingering", lingering_factory(dying, leave));
  std::thread first([&] { EXPECT_TRUE(shapes.erase("lingering")); });
  dying.wait();
  std::atomic<bool> erased = false;
  std::thread second([&] {
    EXPECT_FALSE(shapes.erase("lingering"));
    erased = true;
  });
  EXPECT_TRUE(stays_unset(erased)) << "the destructor runs";
  leave.count_down();
  first.join();
  second.join();
}

TEST(A30_registry, erases_what_a_factory_has_erased_only_when_that_is_done) {
  registry<shape> shapes;
  const auto alive = std::make_shared<int>();
  std::latch inside(1);
  std::latch leave(1);
  shapes.add("once", [&, alive]() -> std::unique_ptr<shape> {
    EXPECT_TRUE(shapes.erase("once"));
    EXPECT_FALSE(shapes.erase("once")) << "a factory does not wait for itself";
    inside.count_down();
    leave.wait();
    return std::make_unique<circle>();
  });
  std::thread creator([&] { EXPECT_EQ(shapes.create("once")->name(), "circle"); });
  inside.wait();
  std::atomic<bool> erased = false;
  std::thread eraser([&] {
    EXPECT_FALSE(shapes.erase("once"));
    EXPECT_EQ(alive.use_count(), 1);
    erased = true;
  });
  EXPECT_TRUE(stays_unset(erased)) << "somebody is in the factory";
  leave.count_down();
  creator.join();
  eraser.join();
}

TEST(A30_registry, lets_factories_of_two_registries_erase_each_other) {
  registry<shape> left;
  registry<shape> right;
  const auto alive = std::make_shared<int>();
  std::latch both(2);
  left.add("left", [&, alive] {
    both.arrive_and_wait();
    EXPECT_TRUE(right.erase("right"));
    return std::make_unique<circle>();
  });
  right.add("right", [&, alive] {
    both.arrive_and_wait();
    EXPECT_TRUE(left.erase("left"));
    return std::make_unique<square>();
  });
  std::thread creator([&] { EXPECT_EQ(left.create("left")->name(), "circle"); });
  EXPECT_EQ(right.create("right")->name(), "square");
  creator.join();
  EXPECT_TRUE(left.empty());
  EXPECT_TRUE(right.empty());
  EXPECT_EQ(alive.use_count(), 1) << "each goes when its last call is over";
}

TEST(A30_registry, lets_the_destructor_of_a_factory_use_it) {
  registry<shape> shapes;
  shapes.add<square>("another");
  const auto erase_both = [&shapes](const int* unused) {
    EXPECT_FALSE(shapes.erase("tidy")) << "it does not wait for itself";
    EXPECT_TRUE(shapes.erase("another"));
    shapes.add<circle>("tidy");
    delete unused;
  };
  shapes.add("tidy", [held = std::unique_ptr<int, decltype(erase_both)>(new int(), erase_both)] {
    return std::make_unique<square>();
  });
  EXPECT_TRUE(shapes.erase("tidy"));
  EXPECT_EQ(shapes.keys(), strings{"tidy"});
  EXPECT_EQ(shapes.create("tidy")->name(), "circle");
}

TEST(A30_registry, is_read_without_a_tear_while_it_grows_and_shrinks) {
  constexpr int keys = 600;
  registry<std::pair<int, std::string>, std::string> numbers;
  const auto name = [](int i) { return std::format("number {}", i); };
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&, reader] {
      for (int i = reader; !done; i = (i + 7) % keys) {
        if (const auto* const found = numbers.find(name(i))) {
          ASSERT_EQ(found->key(), name(i));
        }
        try {
          const auto made = numbers.create(name(i));
          ASSERT_EQ(*made, std::pair(i, name(i)));
        } catch (const registry_error& error) {
          ASSERT_EQ(error.fault(), registry_fault::unknown_key);
        }
        if (i % 50 == 0) {
          ASSERT_TRUE(std::ranges::is_sorted(numbers.keys()));
        }
      }
    });
  }
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < keys; ++i) {
      numbers.add(name(i), [i, text = name(i)] { return std::make_unique<std::pair<int, std::string>>(i, text); });
    }
    EXPECT_EQ(numbers.size(), static_cast<std::size_t>(keys));
    for (int i = 0; i < keys; ++i) {
      ASSERT_TRUE(numbers.erase(name(i)));
    }
    EXPECT_TRUE(numbers.empty());
  }
  done = true;
  for (auto& reader : readers) {
    reader.join();
  }
}

TEST(A30_registry, gives_a_key_to_one_of_those_who_race_for_it) {
  registry<plain, int> numbers;
  std::atomic<int> won = 0;
  std::vector<std::thread> racers;
  std::barrier start(4);
  for (int racer = 0; racer < 4; ++racer) {
    racers.emplace_back([&] {
      start.arrive_and_wait();
      for (int key = 0; key < 200; ++key) {
        try {
          numbers.add<plain>(key);
          ++won;
        } catch (const registry_error& error) {
          ASSERT_EQ(error.fault(), registry_fault::duplicate_key);
        }
      }
    });
  }
  for (auto& racer : racers) {
    racer.join();
  }
  EXPECT_EQ(won, 200);
  EXPECT_EQ(numbers.size(), 200U);
}

}  // namespace
