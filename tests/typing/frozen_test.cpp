#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.typing;

namespace {

using patterns::typing::freezable;
using patterns::typing::frozen;
using patterns::typing::has_post_init;
using patterns::typing::require_field;
using patterns::typing::validation_error;

struct config {
  std::string host = "localhost";
  int port = 5432;
  std::vector<std::string> tags = {};
  std::string address = {};

  void post_init() {
    require_field<"host">(*this, !host.empty(), "must not be empty");
    require_field<"port">(*this, port > 0 && port < 65536, "must be from 1 to 65535");
    address = std::format("{}:{}", host, port);
  }

  bool operator==(const config&) const = default;
};

struct point {
  int x = 0;
  int y = 0;
  constexpr bool operator==(const point&) const = default;
};

struct interval {
  double low = 0;
  double high = 0;
};

constexpr void post_init(interval& range) {
  require_field<"high">(range, range.low <= range.high, "must not be below low");
}

struct owner {
  std::unique_ptr<int> held;
};

class opaque {
 public:
  bool is_set() const { return action_ != nullptr; }

 private:
  void (owner::*action_)() = nullptr;
};
struct holder {
  opaque inside = {};
  void post_init() const { require_field<"inside">(*this, inside.is_set(), "must be set"); }
};

struct answers {
  int port = 0;
  bool post_init() { return port > 0; }
};

// Checks that would never be made.
class shy {
 public:
  int port = 0;

 private:
  [[maybe_unused]] void post_init() {}
};
struct once {
  int port = 0;
  void post_init() && {}
};
struct choosy {
  int port = 0;
  void post_init(int) {}
};
static_assert(!freezable<shy> && !freezable<once> && !freezable<choosy>);

static_assert(freezable<config> && freezable<owner> && !freezable<int> && !freezable<const config>);
static_assert(has_post_init<config> && has_post_init<interval> && !has_post_init<point>);
static_assert(!freezable<answers>, "nobody would hear the answer");

static_assert(sizeof(frozen<point>) == sizeof(point) && std::is_trivially_copy_constructible_v<frozen<point>>);
static_assert(!std::is_copy_assignable_v<frozen<point>> && !std::is_move_assignable_v<frozen<point>>);
static_assert(!std::is_assignable_v<frozen<point>&, point>);
static_assert(!std::default_initializable<frozen<point>> && !std::constructible_from<frozen<point>, int, int>);
static_assert(std::same_as<decltype((std::declval<frozen<point>&>()->x)), const int&>);
static_assert(std::same_as<decltype(*std::declval<frozen<point>>()), const point&>);
static_assert(std::same_as<decltype(frozen(point{})), frozen<point>>);

constexpr frozen<point> origin({.y = 2});
static_assert(origin->x == 0 && origin->y == 2 && origin.get<"y">() == 2, "usable in constant expressions");
static_assert(frozen<interval>({.low = 1, .high = 2})->high == 2);

template <class F>
concept can_set_port = requires(F& object) { object->port = 1; };
static_assert(!can_set_port<frozen<config>>);

void expect_refused(config given, std::string_view field, std::string_view value, std::string_view message) {
  try {
    const frozen<config> made(std::move(given));
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_EQ(error.owner(), "config");
    EXPECT_EQ(error.field(), field);
    EXPECT_EQ(error.value(), value);
    EXPECT_EQ(error.what(), message);
  }
}

TEST(B16_frozen, is_made_by_keyword_and_with_defaults) {
  const frozen<config> settings({.port = 80});
  EXPECT_EQ(settings->host, "localhost");
  EXPECT_EQ(settings.get<"port">(), 80);
  EXPECT_EQ((*settings).tags.size(), 0U);
}

TEST(B16_frozen, the_hook_completes_fields_before_they_are_frozen) {
  const frozen<config> settings({.host = "db"});
  EXPECT_EQ(settings->address, "db:5432");
}

TEST(B16_frozen, an_invalid_port_is_an_error_that_names_field_and_value) {
  expect_refused({.port = 0}, "port", "0", "config.port = 0: must be from 1 to 65535");
  expect_refused({.port = 65536}, "port", "65536", "config.port = 65536: must be from 1 to 65535");
  expect_refused({.host = ""}, "host", "''", "config.host = '': must not be empty");
}

TEST(B16_frozen, a_hook_may_stand_beside_the_record) {
  EXPECT_THROW(frozen<interval>({.low = 2, .high = 1}), validation_error);
  EXPECT_THROW(frozen<interval>({.low = 2, .high = std::numeric_limits<double>::quiet_NaN()}), validation_error);
}

TEST(B16_frozen, a_value_that_cannot_be_shown_is_named_by_its_type) {
  try {
    const frozen<holder> made(holder{});
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_EQ(error.field(), "inside");
    EXPECT_NE(error.value().find("opaque"), std::string::npos) << error.value();
  }
}

TEST(B16_frozen, a_changed_copy_is_checked_again) {
  const frozen<config> settings({.host = "db"});
  const auto other = settings.with([](config& copy) { copy.port = 80; });
  EXPECT_EQ(other->address, "db:80");
  EXPECT_EQ(settings->port, 5432);
  EXPECT_THROW((void)settings.with([](config& copy) { copy.port = -1; }), validation_error);
}

TEST(B16_frozen, equal_records_make_equal_objects) {
  const frozen<point> one({.x = 1});
  EXPECT_EQ(one, frozen<point>({.x = 1}));
  EXPECT_NE(one, frozen<point>({.x = 2}));
}

TEST(B16_frozen, holds_what_can_only_be_moved) {
  frozen<owner> first({.held = std::make_unique<int>(7)});
  const frozen<owner> second = std::move(first);
  EXPECT_EQ(*second->held, 7);
}

TEST(B16_frozen, shows_itself_as_the_record_does) {
  EXPECT_EQ(patterns::meta::repr(frozen<point>({.x = 1, .y = 2})), "point(x=1, y=2)");
}

}  // namespace
