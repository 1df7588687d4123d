#include "googletest.hpp"

import googletest;
import std;
import patterns.design;
import patterns.typing;

namespace {

using patterns::design::composed_of;
using patterns::design::has_part;
using patterns::design::missing_part;
using patterns::design::part_of;
using patterns::design::part_of_a_whole;
using patterns::design::replace_part;
using patterns::design::with_part_t;

struct engine {
  engine() = default;
  engine(const engine&) = default;
  engine(engine&&) = default;
  engine& operator=(const engine&) = default;
  engine& operator=(engine&&) = default;
  virtual ~engine() = default;
  [[nodiscard]] virtual std::string start() = 0;
  [[nodiscard]] virtual int power() const = 0;
};

struct diesel {
  [[nodiscard]] std::string start() const { return "cough"; }
};

struct electric {
  int charge = 100;
  [[nodiscard]] std::string start() { return std::format("hum at {}", --charge); }
};

struct big_engine final : engine {
  [[nodiscard]] std::string start() override { return "roar"; }
  [[nodiscard]] int power() const override { return 300; }
};

struct small_engine final : engine {
  [[nodiscard]] std::string start() override { return "purr"; }
  [[nodiscard]] int power() const override { return 60; }
};

struct seats {
  int count = 5;
};

struct starts {
  using signature = std::string();
  template <class T>
    requires requires(T& value) { value.start(); }
  std::string operator()(T& value) const {
    return value.start();
  }
};

class any_engine : public patterns::typing::protocol<patterns::typing::copyable, starts> {
 public:
  using protocol::protocol;
  std::string start() { return call<starts>(); }
};

template <class Engine>
class car : public has_part<Engine> {
 public:
  using has_part<Engine>::has_part;
  std::string go() { return this->part().start(); }
};

template <class Engine, class Inside>
class van : public has_part<Engine>, public has_part<Inside> {};

struct front;
struct rear;

class cart : public has_part<int, front>, public has_part<int, rear> {
 public:
  cart(int in_front, int behind) : has_part<int, front>(in_front), has_part<int, rear>(behind) {}
};

/// Moves only, and says so when it has been.
struct fuse {
  int amperes = 0;
  explicit fuse(int rating) : amperes(rating) {}
  fuse(fuse&& other) noexcept : amperes(std::exchange(other.amperes, 0)) {}
  fuse& operator=(fuse&& other) noexcept {
    amperes = std::exchange(other.amperes, 0);
    return *this;
  }
};

static_assert(part_of_a_whole<diesel> && part_of_a_whole<std::unique_ptr<engine>> && part_of_a_whole<fuse>);
static_assert(!part_of_a_whole<diesel&> && !part_of_a_whole<const diesel> && !part_of_a_whole<void>);
static_assert(!part_of_a_whole<std::mutex> && !part_of_a_whole<void*> && !part_of_a_whole<int()>);

static_assert(std::is_empty_v<has_part<diesel>> && sizeof(has_part<electric>) == sizeof(electric));
static_assert(std::is_trivially_copyable_v<has_part<electric>>);
static_assert(std::default_initializable<car<diesel>>);
static_assert(!std::default_initializable<car<any_engine>>, "it would have no engine");
static_assert(!std::default_initializable<car<std::unique_ptr<engine>>> && !std::default_initializable<car<fuse>>);
static_assert(!std::default_initializable<has_part<std::function<void()>>>);

static_assert(composed_of<van<diesel, seats>, diesel, seats> && !composed_of<car<diesel>, seats>);
static_assert(std::same_as<with_part_t<van<diesel, seats>, diesel, electric>, van<electric, seats>>);
template <class Whole, class Old>
concept has_replaceable = requires { typename with_part_t<Whole, Old, electric>; };
static_assert(!has_replaceable<van<diesel, seats>, electric>, "there is none to be replaced");
static_assert(!has_replaceable<van<seats, seats>, seats>, "which of them?");

static_assert(std::same_as<decltype(std::declval<car<diesel>&>().part()), diesel&>);
static_assert(std::same_as<decltype(std::declval<const car<diesel>&>().part()), const diesel&>);
static_assert(std::same_as<decltype(std::declval<car<std::unique_ptr<engine>>&>().part()), engine&>);
static_assert(std::same_as<decltype(std::declval<const car<std::unique_ptr<engine>>&>().part()), const engine&>);
static_assert(std::same_as<decltype(std::declval<const car<std::reference_wrapper<engine>>&>().part()), const engine&>);

std::string message_of(auto&& use) {
  try {
    use();
  } catch (const missing_part& error) {
    return error.what();
  }
  return "no exception";
}

TEST(A21_part, is_chosen_when_it_compiles) {
  EXPECT_EQ(car<diesel>().go(), "cough");
  with_part_t<car<diesel>, diesel, electric> quiet;
  EXPECT_EQ(quiet.go(), "hum at 99");
  EXPECT_EQ(quiet.go(), "hum at 98");
}

TEST(A21_part, is_replaced_by_another_of_its_type_and_handed_back) {
  car<electric> quiet(electric{50});
  EXPECT_EQ(quiet.go(), "hum at 49");
  const electric worn = quiet.replace(electric{100});
  EXPECT_EQ(worn.charge, 49);
  EXPECT_EQ(quiet.go(), "hum at 99");
}

TEST(A21_part, is_replaced_by_one_of_another_type_while_the_program_runs) {
  car<any_engine> any{any_engine(diesel())};
  EXPECT_EQ(any.go(), "cough");
  any_engine old = any.replace(electric{7});
  EXPECT_EQ(any.go(), "hum at 6");
  EXPECT_EQ(old.start(), "cough");
}

TEST(A21_part, is_used_as_what_a_pointer_leads_to) {
  car<std::unique_ptr<engine>> owns(std::make_unique<big_engine>());
  EXPECT_EQ(owns.go(), "roar");
  const auto old = owns.replace(std::make_unique<small_engine>());
  EXPECT_EQ(old->power(), 300);
  EXPECT_EQ(std::as_const(owns).part().power(), 60);

  const auto shared = std::make_shared<small_engine>();
  car<std::shared_ptr<engine>> shares(shared);
  EXPECT_EQ(&shares.part(), shared.get());
  EXPECT_EQ(shares.go(), "purr");
}

TEST(A21_part, is_borrowed_by_reference) {
  big_engine big;
  small_engine small;
  car<std::reference_wrapper<engine>> borrows{std::ref<engine>(big)};
  EXPECT_EQ(&borrows.part(), &big);
  borrows.replace(small);
  EXPECT_EQ(&borrows.part(), &small);
}

TEST(A21_part, is_refused_where_it_is_empty_and_the_one_before_stays) {
  EXPECT_EQ(message_of([] { car<std::unique_ptr<engine>>{nullptr}; }),
            "has_part: the engine is missing: what was given is empty");
  EXPECT_EQ(message_of([] { car<any_engine>{any_engine()}; }),
            "has_part: the any_engine is missing: what was given is empty");
  car<std::unique_ptr<engine>> owns(std::make_unique<big_engine>());
  EXPECT_EQ(message_of([&] { owns.replace(nullptr); }), "has_part: the engine is missing: what was given is empty");
  EXPECT_EQ(owns.go(), "roar");
  car<any_engine> any{any_engine(diesel())};
  EXPECT_NE(message_of([&] { any.replace(any_engine()); }), "no exception");
  EXPECT_EQ(any.go(), "cough");
  has_part<std::function<int()>> counts([] { return 7; });
  EXPECT_NE(message_of([&] { counts.replace(nullptr); }), "no exception");
  EXPECT_EQ(counts.part()(), 7);
}

TEST(A21_part, is_found_by_its_type_among_several) {
  van<electric, seats> family;
  part_of<seats>(family).count = 7;
  EXPECT_EQ(part_of<electric>(family).start(), "hum at 99");
  EXPECT_EQ(replace_part<seats>(family, seats{9}).count, 7);
  EXPECT_EQ(part_of<seats>(std::as_const(family)).count, 9);
  static_assert(std::same_as<decltype(part_of<seats>(std::as_const(family))), const seats&>);
}

TEST(A21_part, is_found_by_its_role_among_those_of_its_type) {
  cart four_wheeled(20, 26);
  EXPECT_EQ((part_of<int, front>(four_wheeled)), 20);
  EXPECT_EQ((replace_part<int, rear>(four_wheeled, 28)), 26);
  EXPECT_EQ((part_of<int, rear>(four_wheeled)), 28);
  EXPECT_EQ((part_of<int, front>(four_wheeled)), 20);
}

TEST(A21_part, may_be_one_that_can_only_be_moved) {
  has_part<fuse> box(fuse(16));
  EXPECT_EQ(box.replace(fuse(10)).amperes, 16);
  const auto moved = std::move(box);
  EXPECT_EQ(moved.part().amperes, 10);
}

TEST(A21_part, is_copied_with_the_whole_if_it_is_a_value) {
  car<electric> first(electric{10});
  auto second = first;
  EXPECT_EQ(second.go(), "hum at 9");
  EXPECT_EQ(first.part().charge, 10);
}

}  // namespace
