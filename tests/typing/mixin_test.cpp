#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.typing;

namespace {

using patterns::typing::equality_mixin;
using patterns::typing::field_list;
using patterns::typing::lists_fields;
using patterns::typing::mixin;
using patterns::typing::mixin_class;
using patterns::typing::repr_mixin;

// A reader's own.
template <class Derived>
struct doubled_mixin {
  Derived doubled() const {
    Derived copy = static_cast<const Derived&>(*this);
    copy.id *= 2;
    return copy;
  }
};

struct greeting_mixin {
  static std::string greet() { return "hello"; }
};

struct node : mixin<repr_mixin<node>, equality_mixin<node>> {
  int id = 0;
  std::string label = {};
  using fields = field_list<&node::id, &node::label>;
};

struct turned : mixin<equality_mixin<turned>, greeting_mixin, doubled_mixin<turned>, repr_mixin<turned>> {
  int id = 0;
  std::string label = {};
  using fields = field_list<&turned::id, &turned::label>;
};

struct pair_of_nodes : mixin<repr_mixin<pair_of_nodes>, equality_mixin<pair_of_nodes>> {
  node first;
  node second;
  using fields = field_list<&pair_of_nodes::first, &pair_of_nodes::second>;
};

struct bare_node {
  int id;
  std::string label;
};

class account : public mixin<equality_mixin<account>, repr_mixin<account>> {
 public:
  explicit account(int balance) : balance_(balance) {}

 private:
  int balance_;

 public:
  using fields = field_list<&account::balance_>;
};

struct nothing : mixin<> {};
struct no_list : mixin<equality_mixin<no_list>> {
  int id = 0;
};

static_assert(sizeof(node) == sizeof(bare_node) && sizeof(turned) == sizeof(bare_node));
static_assert(sizeof(pair_of_nodes) == 2 * sizeof(bare_node), "a member with the same mixins costs nothing either");
static_assert(sizeof(account) == sizeof(int) && std::is_empty_v<nothing>);
static_assert(lists_fields<node> && !lists_fields<no_list> && !lists_fields<bare_node>);
static_assert(mixin_class<greeting_mixin> && !mixin_class<int> && !mixin_class<const greeting_mixin>);
static_assert(std::equality_comparable<node> && std::equality_comparable<turned> && !std::equality_comparable<no_list>);
static_assert(!std::equality_comparable_with<node, turned>);

template <class... Ts>
concept can_mix = requires { typename mixin<Ts...>; };
static_assert(can_mix<repr_mixin<node>, equality_mixin<node>> && !can_mix<repr_mixin<node>, repr_mixin<node>>);

TEST(A19_mixin, shows_every_field_in_order) {
  EXPECT_EQ((node{.id = 7, .label = "root"}.repr()), "node(id=7, label='root')");
  EXPECT_EQ(account(5).repr(), "account(balance_=5)");
}

TEST(A19_mixin, compares_every_field) {
  const node one{.id = 1, .label = "a"};
  EXPECT_EQ(one, (node{.id = 1, .label = "a"}));
  EXPECT_NE(one, (node{.id = 2, .label = "a"}));
  EXPECT_NE(one, (node{.id = 1, .label = "b"}));
  EXPECT_NE(account(1), account(2));
}

TEST(A19_mixin, the_order_of_mixins_makes_no_difference) {
  const turned other{.id = 7, .label = "root"};
  EXPECT_EQ(other.repr(), "turned(id=7, label='root')");
  EXPECT_EQ(other, (turned{.id = 7, .label = "root"}));
}

TEST(A19_mixin, takes_a_mixin_of_the_readers_own) {
  const turned other{.id = 7, .label = "root"};
  EXPECT_EQ(other.doubled().id, 14);
  EXPECT_EQ(turned::greet(), "hello");
}

TEST(A19_mixin, goes_into_members_that_have_mixins) {
  pair_of_nodes both{.first = {.id = 1}, .second = {.id = 2}};
  EXPECT_EQ(both.repr(), "pair_of_nodes(first=node(id=1, label=''), second=node(id=2, label=''))");
  const auto same = both;
  EXPECT_EQ(both, same);
  both.second.label = "changed";
  EXPECT_NE(both, same);
}

TEST(A19_mixin, is_shown_where_any_value_is) {
  EXPECT_EQ(patterns::meta::repr(std::vector<node>{{.id = 1}}), "[node(id=1, label='')]");
}

struct plate : mixin<equality_mixin<plate>, repr_mixin<plate>> {
  char letters[4] = {'a', 'b', 'c', '\0'};
  int grid[2][2] = {{1, 2}, {3, 4}};
  using fields = field_list<&plate::letters, &plate::grid>;
};

TEST(A19_mixin, compares_arrays_by_their_elements) {
  const plate first;
  plate second = first;
  EXPECT_EQ(first, second);
  second.grid[1][1] = 5;
  EXPECT_NE(first, second);
  second = first;
  second.letters[2] = 'd';
  EXPECT_NE(first, second);
}

}  // namespace
