#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace bank {

struct place {
  std::string city;
  int zip = 0;
};

struct account {
  int id = 0;
  std::string name;
  std::string password;
  place home;
  double balance = 0;
  std::unique_ptr<int> vault;

  bool rich() const { return balance > 1000; }
};

class opaque {
 public:
  explicit opaque(int value) : value_(value) {}
  bool operator==(const opaque&) const = default;

 private:
  int value_;
};

struct sealed {
  int id;
  opaque secret{7};
  bool operator==(const sealed&) const = default;
};

struct closed final {
  int id;
};

}  // namespace bank

namespace {

using patterns::meta::fixed_string;
using patterns::meta::has_repr;
using patterns::meta::repr;
using patterns::meta::repr_fields;
using patterns::meta::shown_field;
using patterns::meta::with_repr;

using user = with_repr<bank::account, "id", "name">;

template <class T, fixed_string... Names>
concept can_show = requires(const T& object) { repr_fields<Names...>(object); };

template <class T, fixed_string... Names>
concept can_decorate = requires { typename with_repr<T, Names...>; };

static_assert(can_show<bank::account, "id", "name">);
static_assert(!can_show<bank::account, "id", "nmae">);
static_assert(!can_show<bank::account, "id", "id">);
static_assert(!can_show<bank::sealed, "secret">);
static_assert(can_show<bank::sealed, "id">);
static_assert(can_show<bank::closed, "id">);
static_assert(!can_show<int, "id">);

static_assert(can_decorate<bank::account, "name">);
static_assert(!can_decorate<bank::account, "Name">);
static_assert(!can_decorate<bank::account, "name", "name">);
static_assert(!can_decorate<bank::sealed, "secret">);
static_assert(!can_decorate<bank::closed, "id">);
static_assert(!can_decorate<std::string, "size">);

static_assert(user::shown_names == std::array<std::string_view, 2>{"id", "name"});
static_assert(sizeof(user) == sizeof(bank::account));
static_assert(has_repr<user>);

user ada() {
  return {{.id = 1, .name = "Ada", .password = "secret", .home = {"London", 7}, .balance = 2e3, .vault = nullptr}};
}

TEST(B22_with_repr, shows_only_the_chosen_fields) {
  EXPECT_EQ(ada().repr(), "account(id=1, name='Ada')");
}

TEST(B22_with_repr, shows_the_fields_in_the_order_given) {
  bank::account owner;
  owner.id = 2;
  EXPECT_EQ((repr_fields<"balance", "name", "id">(owner)), "account(balance=0.0, name='', id=2)");
}

TEST(B22_with_repr, shows_nested_records_and_quotes_texts) {
  const bank::account nested{.id = 3, .name = "O'Neil\n", .password = {}, .home = {"Cork", 1}, .vault = nullptr};
  EXPECT_EQ((repr_fields<"home", "name">(nested)), R"(account(home=place(city='Cork', zip=1), name="O'Neil\n"))");
}

TEST(B22_with_repr, shows_no_field_if_none_is_chosen) {
  EXPECT_EQ(repr_fields<>(bank::account{}), "account()");
}

TEST(B22_with_repr, is_what_repr_and_format_show) {
  const user owner = ada();
  EXPECT_EQ(repr(owner), owner.repr());
  EXPECT_EQ(std::format("{}", owner), owner.repr());
  EXPECT_EQ(std::format("{:*>27}", owner), "**" + owner.repr());
}

TEST(B22_with_repr, is_shown_so_inside_whatever_holds_it) {
  struct branch {
    std::string town;
    std::vector<user> users;
  };
  branch oslo{"Oslo", {}};
  oslo.users.push_back(ada());
  EXPECT_EQ(repr(oslo), "branch(town='Oslo', users=[account(id=1, name='Ada')])");
}

TEST(B22_with_repr, follows_later_changes_of_the_fields) {
  user owner = ada();
  owner.name = "Grace";
  EXPECT_EQ(owner.repr(), "account(id=1, name='Grace')");
}

TEST(B22_with_repr, is_the_decorated_type_in_all_else) {
  user owner = ada();
  EXPECT_TRUE(owner.rich());
  bank::account& base = owner;
  base.balance = 1;
  EXPECT_FALSE(owner.rich());

  bank::account alan;
  alan.id = 9;
  alan.name = "Alan";
  alan.vault = std::make_unique<int>(4);
  const user moved{std::move(alan)};
  EXPECT_EQ(*moved.vault, 4);
  EXPECT_EQ(moved.repr(), "account(id=9, name='Alan')");

  EXPECT_TRUE((with_repr<bank::sealed, "id">{{.id = 1}} == with_repr<bank::sealed, "id">{{.id = 1}}));
}

TEST(B22_with_repr, shows_what_has_a_repr_of_its_own_by_it) {
  struct celsius {
    double degrees;
    std::string repr() const { return std::format("{} C", degrees); }
  };
  struct reading {
    celsius now;
    int station;
  };
  EXPECT_EQ(repr(reading{{20.5}, 3}), "reading(now=20.5 C, station=3)");
  EXPECT_EQ((repr_fields<"now">(reading{{20.5}, 3})), "reading(now=20.5 C)");
}

}  // namespace
