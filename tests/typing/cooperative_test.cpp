#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::bases;
using patterns::typing::bases_of;
using patterns::typing::cooperative;
using patterns::typing::declares_bases;
using patterns::typing::linearizable;
using patterns::typing::mro;
using patterns::typing::super;

struct vehicle {
  using direct_bases = bases<>::of<vehicle>;
};
struct car : virtual vehicle {
  using direct_bases = bases<vehicle>::of<car>;
};
struct boat : virtual vehicle {
  using direct_bases = bases<vehicle>::of<boat>;
};
struct amphibian : car, boat {
  using direct_bases = bases<car, boat>::of<amphibian>;
};

// Each of these would take another's declaration for its own.
struct inherits_one : car {};
struct inherits_two : car, boat {};
struct undeclared {};
struct derived_from_inheriting {
  using direct_bases = bases<inherits_one>::of<derived_from_inheriting>;
};
struct declared_outside : car {};

}  // namespace

template <>
struct patterns::typing::bases_of<declared_outside> {
  using type = patterns::typing::bases<car>;
};

namespace {

static_assert(declares_bases<amphibian> && declares_bases<vehicle> && declares_bases<declared_outside>);
static_assert(!declares_bases<inherits_one> && !declares_bases<inherits_two> && !declares_bases<undeclared>);
static_assert(linearizable<amphibian> && linearizable<declared_outside>);
static_assert(!linearizable<inherits_one> && !linearizable<derived_from_inheriting> && !linearizable<int>);

using order = mro<amphibian>;
static_assert(order::size == 4);
static_assert(std::same_as<order::to<std::tuple>, std::tuple<amphibian, car, boat, vehicle>>);
static_assert(std::same_as<order::at<0>, amphibian> && std::same_as<order::at<3>, vehicle>);
static_assert(order::contains<boat> && !order::contains<undeclared>);
static_assert(order::index_of<boat> == 2);
static_assert(std::same_as<mro<declared_outside>::to<std::tuple>, std::tuple<declared_outside, car, vehicle>>);

struct names_itself {
  using direct_bases = bases<names_itself>::of<names_itself>;
};
static_assert(!linearizable<names_itself>);

TEST(A17_mro, lists_the_names) {
  std::vector<std::string> names;
  for (const std::string_view name : mro<amphibian>::names) {
    names.emplace_back(name.substr(name.rfind(':') + 1));
  }
  EXPECT_EQ(names, (std::vector<std::string>{"amphibian", "car", "boat", "vehicle"}));
}

TEST(A17_mro, visits_each_class_in_turn) {
  std::vector<bool> is_boat;
  mro<amphibian>::for_each([&]<class T>(std::type_identity<T>) { is_boat.push_back(std::same_as<T, boat>); });
  EXPECT_EQ(is_boat, (std::vector<bool>{false, false, true, false}));
}

using calls = std::vector<std::string>;

struct storage {
  using direct_bases = bases<>::of<storage>;
  template <class Next>
  struct layer : Next {
    using Next::Next;
    calls made;
    void save(const std::string& text) { made.push_back("store " + text); }
  };
};

struct logging {
  using direct_bases = bases<storage>::of<logging>;
  template <class Next>
  struct layer : Next {
    using Next::Next;
    int logged = 0;
    void save(const std::string& text) {
      ++logged;
      this->made.push_back("log");
      super<layer>::save(text);
    }
  };
};

struct quoting {
  using direct_bases = bases<storage>::of<quoting>;
  template <class Next>
  struct layer : Next {
    char quote;
    template <class... Rest>
    explicit layer(char mark, Rest&&... rest) : Next(std::forward<Rest>(rest)...), quote(mark) {}
    void save(const std::string& text) {
      this->made.push_back("quote");
      super<layer>::save(quote + text + quote);
    }
  };
};

struct limiting {
  using direct_bases = bases<storage>::of<limiting>;
  template <class Next>
  struct layer : Next {
    std::size_t limit;
    template <class... Rest>
    explicit layer(std::size_t most, Rest&&... rest) : Next(std::forward<Rest>(rest)...), limit(most) {}
    void save(const std::string& text) {
      this->made.push_back("limit");
      super<layer>::save(text.substr(0, limit));
    }
  };
};

// Brings its bases, and no behaviour of its own.
struct careful {
  using direct_bases = bases<quoting, limiting>::of<careful>;
};

static_assert(std::same_as<mro<cooperative<logging, careful>>::to<std::tuple>,
                           std::tuple<cooperative<logging, careful>, logging, careful, quoting, limiting, storage>>);

TEST(A17_cooperative, calls_each_layer_of_a_diamond_once_in_order) {
  class document : public cooperative<quoting, logging> {
   public:
    using cooperative::cooperative;
  };
  document text('"');
  text.save("hello");
  EXPECT_EQ(text.made, (calls{"quote", "log", "store \"hello\""}));
  EXPECT_EQ(text.logged, 1);
}

TEST(A17_cooperative, lets_the_whole_decide_what_super_is) {
  cooperative<logging, quoting> first('\'');
  first.save("x");
  EXPECT_EQ(first.made, (calls{"log", "quote", "store 'x'"}));
  cooperative<logging> alone;
  alone.save("x");
  EXPECT_EQ(alone.made, (calls{"log", "store x"}));
}

TEST(A17_cooperative, gives_each_layer_its_part_of_the_constructor_arguments) {
  cooperative<logging, careful> text('*', 2U);
  text.save("hello");
  EXPECT_EQ(text.made, (calls{"log", "quote", "limit", "store *h"}));
}

TEST(A17_cooperative, holds_the_members_of_its_layers_and_nothing_else) {
  struct counting {
    using direct_bases = bases<>::of<counting>;
  };
  static_assert(sizeof(cooperative<logging, storage>) == sizeof(storage::layer<std::monostate>) + sizeof(void*));
  static_assert(std::is_empty_v<cooperative<>> && std::is_empty_v<cooperative<counting>>);
}

template <class... Layers>
concept composes = requires { typename cooperative<Layers...>; };

static_assert(composes<logging, quoting> && composes<logging, storage> && composes<logging, careful>);
static_assert(!composes<storage, logging>, "a base before what is over it");
static_assert(!composes<logging, logging> && !composes<undeclared>);
static_assert(!std::constructible_from<cooperative<quoting>> && !std::constructible_from<cooperative<logging>, char>);

}  // namespace
