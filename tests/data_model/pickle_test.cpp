#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;
import patterns.meta;

using namespace patterns::data_model;

namespace {

enum class color : std::uint8_t { red, green, blue };
enum class level : std::int16_t { low = 1, high = 2 };
enum class lamp : bool { off, on };

}  // namespace

template <>
inline constexpr auto patterns::meta::describe_enum<level> =
    patterns::meta::enumerators<level>({{"low", level::low}, {"high", level::high}});

namespace {

struct flat {
  std::int32_t id = 0;
  std::uint32_t count = 0;
  double price = 0;

  bool operator==(const flat&) const = default;
};

struct padded {
  bool is_open = false;
  std::int64_t number = 0;
  std::byte mark{};
  color paint = color::red;

  bool operator==(const padded&) const = default;
};

struct nothing {
  bool operator==(const nothing&) const = default;
};

class celsius {
 public:
  using pickle_form = double;

  celsius() = default;
  explicit celsius(double degrees) : degrees_(degrees) {
    if (degrees < -273.15) {
      throw std::out_of_range("colder than cold");
    }
  }
  explicit operator double() const { return degrees_; }

  bool operator==(const celsius&) const = default;

 private:
  double degrees_ = 0;
};

/// Written as a text, and made of one of at least one letter.
class word {
 public:
  using pickle_form = std::string;

  word() = default;
  explicit word(std::string letters) : letters_(std::move(letters)) {
    if (letters_.empty()) {
      throw 42;
    }
  }
  explicit operator std::string() const { return letters_; }

  bool operator==(const word&) const = default;

 private:
  std::string letters_ = "a";
};

class even {
 public:
  using pickle_form = int;

  explicit even(int number) : number_(number) {
    if (number % 2 != 0) {
      throw std::invalid_argument("odd");
    }
  }
  // Not trivial, so that a variant has no value while it is made.
  even(const even& other) : number_(other.number_) {}
  explicit operator int() const { return number_; }

 private:
  int number_;
};

struct make_seven {
  int operator()() const { return 7; }
};

struct rich {
  flat part;
  padded odd;
  level rank = level::low;
  std::string text;
  std::u16string wide;
  std::optional<std::string> note;
  std::variant<std::monostate, int, std::string> choice;
  std::pair<int, std::string> two;
  std::tuple<char, std::vector<bool>, nothing> three;
  std::array<std::string, 2> names;
  short cells[2][3]{};
  std::vector<padded> list;
  std::deque<double> queue;
  std::vector<nothing> nothings;
  std::map<std::string, std::vector<int>> groups;
  std::unordered_map<int, std::string> numbered;
  std::set<std::string> words;
  std::multiset<int> repeated;
  std::unordered_set<int> marks;
  std::chrono::milliseconds pause{};
  std::chrono::sys_time<std::chrono::seconds> when{};
  celsius warmth;
  std::vector<celsius> readings;
  lamp light = lamp::off;
  transient<std::string> cache;
  transient<int, make_seven> seven;

  bool operator==(const rich&) const = default;
};

rich rich_value() {
  rich value;
  value.part = {-3, 4, 2.5};
  value.odd = {true, -77, std::byte{9}, color::blue};
  value.rank = level::high;
  value.text = std::string("no\0end", 6);
  value.wide = u"wide";
  value.note = "note";
  value.choice = "chosen";
  value.two = {5, "five"};
  value.three = {'c', {true, false, true}, {}};
  value.names = {"a", "b"};
  value.cells[1][2] = 12;
  value.list = {{true, 1, {}, color::green}, {}};
  value.queue = {1.5, -0.0};
  value.nothings.resize(3);
  value.groups = {{"odd", {1, 3}}, {"even", {2}}, {"none", {}}};
  value.numbered = {{1, "one"}, {200, "two hundred"}};
  value.words = {"x", "y"};
  value.repeated = {4, 4, 4};
  value.marks = {1, 2};
  value.pause = std::chrono::milliseconds(1500);
  value.when = std::chrono::sys_time<std::chrono::seconds>(std::chrono::seconds(1'000'000'000));
  value.warmth = celsius(36.6);
  value.readings = {celsius(1), celsius(2)};
  value.light = lamp::on;
  value.seven = 7;
  return value;
}

struct node {
  int value = 0;
  std::shared_ptr<node> next;
  std::weak_ptr<node> back;
};

struct chained {
  int value = 0;
  std::unique_ptr<chained> next;
};

struct tree {
  int value = 0;
  std::vector<tree> children;
};

struct employee {
  std::string name;
  std::weak_ptr<employee> boss;
  std::vector<std::shared_ptr<employee>> staff;
};

struct both_ways {
  std::shared_ptr<int> first;
  std::shared_ptr<const int> second;
  std::map<std::string, std::shared_ptr<int>> more;
  std::variant<int, std::unique_ptr<std::string>> held;
  std::optional<std::shared_ptr<int>> maybe;
  std::pair<std::unique_ptr<int>, int> two;
};

struct prepared {
  std::unique_ptr<int> owned = std::make_unique<int>(1);
  std::shared_ptr<int> shared = std::make_shared<int>(2);
  std::weak_ptr<int> watched = shared;
  std::optional<std::unique_ptr<int>> maybe = std::make_unique<int>(3);
  std::optional<int> number = 4;
  std::vector<std::string> texts{"five"};
  std::vector<int> numbers{6};
  std::map<int, int> groups{{7, 8}};
  std::set<int> marks{9};
  std::variant<std::string, std::unique_ptr<int>> choice = std::make_unique<int>(10);
};

struct strict {
  required<std::string> name;
  const int number = 1;
  std::vector<int> list;
};

struct with_validated {
  validated<double, non_negative> price{1.0};
};

struct secret {
  using pickle_form = void;
  int key = 0;
};

struct has_secret {
  secret hidden;
};

struct has_raw {
  int* raw = nullptr;
};

struct has_view {
  std::string_view text;
};

struct shape {
  virtual ~shape() = default;
};

struct has_shape {
  std::shared_ptr<shape> one;
};

static_assert(picklable<rich> && picklable<node> && picklable<chained> && picklable<tree> && picklable<employee>);
static_assert(picklable<both_ways> && picklable<strict> && picklable<with_validated> && picklable<std::vector<rich>>);
static_assert(!picklable<secret> && !picklable<has_secret> && !picklable<int*> && !picklable<has_raw>);
static_assert(!picklable<has_view> && !picklable<std::string_view> && !picklable<std::span<int>>);
static_assert(!picklable<has_shape> && !picklable<long double> && !picklable<std::mutex>);
static_assert(!picklable<std::map<std::shared_ptr<int>, int>> && !picklable<std::set<std::unique_ptr<int>>>);
static_assert(!picklable<std::shared_ptr<int[]>> && !picklable<std::function<void()>>);
static_assert(sizeof(transient<std::string>) == sizeof(std::string));

std::string message_of(const auto& call) {
  try {
    call();
  } catch (const pickle_error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

template <class T>
std::string message_of_loads(std::span<const std::byte> bytes) {
  return message_of([bytes] { static_cast<void>(loads<T>(bytes)); });
}

// The standard pointers destroy a list by recursion.
void unlink(std::shared_ptr<node>& list) {
  while (list != nullptr && list.use_count() == 1) {
    list = std::exchange(list->next, nullptr);
  }
}

void unlink(std::unique_ptr<chained>& list) {
  while (list != nullptr) {
    list = std::exchange(list->next, nullptr);
  }
}

}  // namespace

TEST(B28_pickling, gives_back_a_value_of_every_kind) {
  const rich value = rich_value();
  EXPECT_TRUE(loads<rich>(dumps(value)) == value);
  EXPECT_TRUE(loads<rich>(dumps(rich())) == rich());
}

TEST(B28_pickling, takes_what_is_no_record_as_well) {
  EXPECT_EQ(loads<int>(dumps(42)), 42);
  EXPECT_EQ(loads<std::string>(dumps(std::string("text"))), "text");
  EXPECT_EQ(loads<std::vector<flat>>(dumps(std::vector<flat>{{1, 2, 3}, {4, 5, 6}})),
            (std::vector<flat>{{1, 2, 3}, {4, 5, 6}}));
  const std::vector<std::string> many(1000, std::string(200, 'x'));
  EXPECT_EQ(loads<std::vector<std::string>>(dumps(many)), many);
}

TEST(B28_pickling, writes_the_same_bytes_on_every_machine) {
  const auto bytes = dumps(std::vector<std::uint16_t>{0x0102});
  std::string text;
  for (const std::byte byte : std::span(bytes).subspan(13)) {
    text += std::format("{:02x} ", static_cast<unsigned>(byte));
  }
  // The length of the type, "list<uint16>", the length of the list, and the number with its low byte first.
  EXPECT_EQ(text, "0c 6c 69 73 74 3c 75 69 6e 74 31 36 3e 01 02 01 ");
  EXPECT_EQ(bytes[0], std::byte{0x93});
  EXPECT_EQ(bytes[4], std::byte{1});
}

TEST(B28_pickling, writes_what_its_description_says) {
  struct parts {
    std::int16_t number = 0x0102;
    bool flag = true;
    std::optional<std::uint8_t> some = std::uint8_t{7};
    std::optional<std::uint8_t> none;
    std::variant<std::uint8_t, std::string> choice = "hi";
    std::map<char, color> groups{{'a', color::green}, {'b', color::blue}};
    std::vector<nothing> nothings{{}, {}};
    std::string text = std::string(130, '!');
  };
  struct owner {
    std::shared_ptr<std::uint8_t> first;
    std::unique_ptr<parts> owned = std::make_unique<parts>();
    std::shared_ptr<std::uint8_t> same;
    std::shared_ptr<std::uint8_t> null;
    std::weak_ptr<std::uint8_t> watched;
    parts held;
  };
  owner value;
  value.first = value.same = std::make_shared<std::uint8_t>(std::uint8_t{5});
  value.watched = value.same;

  std::string text;
  const auto bytes = dumps(value);
  for (const std::byte byte : std::span(bytes).subspan(14 + static_cast<std::size_t>(bytes[13]))) {
    text += std::format("{:02x} ", static_cast<unsigned>(byte));
  }
  std::string of_parts = "02 01 01 01 07 00 01 02 68 69 02 61 01 62 02 02 00 00 82 01 ";
  for (int i = 0; i < 130; ++i) {
    of_parts += "21 ";
  }
  EXPECT_EQ(text, "01 01 01 00 01 " + of_parts + "05 " + of_parts);
  EXPECT_EQ(loads<owner>(bytes).held.text, value.held.text);
}

TEST(B28_pickling, makes_transient_members_anew) {
  rich value = rich_value();
  value.cache = "costly";
  value.seven = 8;
  const rich loaded = loads<rich>(dumps(value));
  EXPECT_EQ(loaded.cache.value(), "");
  EXPECT_EQ(loaded.seven.value(), 7);
}

TEST(B28_pickling, makes_records_without_a_default_value_of_their_fields) {
  const strict loaded = loads<strict>(dumps(strict{"Ana", 5, {1, 2}}));
  EXPECT_EQ(loaded.name.value(), "Ana");
  EXPECT_EQ(loaded.number, 5);
  EXPECT_EQ(loaded.list, (std::vector<int>{1, 2}));
  const auto list = loads<std::vector<strict>>(dumps(std::vector<strict>(2, strict{"Bo", 6, {}})));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[1].name.value(), "Bo");
  EXPECT_EQ(loads<with_validated>(dumps(with_validated{2.5})).price.value(), 2.5);
}

TEST(B28_pickling, says_why_a_class_refuses_what_it_is_made_of) {
  auto bytes = dumps(celsius(20));
  const double cold = -300;
  std::memcpy(bytes.data() + bytes.size() - sizeof(cold), &cold, sizeof(cold));
  const std::string message = message_of_loads<celsius>(bytes);
  EXPECT_NE(message.find("refuses what it is to be made of: colder than cold"), std::string::npos) << message;
}

TEST(B28_pickling, says_so_too_if_what_is_thrown_is_no_exception_of_the_standard_library) {
  const std::vector<word> words{word("one"), word("two")};
  auto bytes = dumps(words);
  EXPECT_EQ(loads<std::vector<word>>(bytes), words);
  bytes = dumps(word("x"));
  bytes.pop_back();
  bytes.back() = {};
  const std::string message = message_of_loads<word>(bytes);
  EXPECT_NE(message.find("word refuses what it is to be made of"), std::string::npos) << message;
  try {
    static_cast<void>(loads<word>(bytes));
  } catch (const std::nested_exception& error) {
    EXPECT_THROW(error.rethrow_nested(), int);
  }
}

TEST(B28_pickling, refuses_to_write_a_variant_without_a_value) {
  using choice = std::variant<std::string, even>;
  choice lost;
  EXPECT_THROW(lost.emplace<1>(3), std::invalid_argument);
  ASSERT_TRUE(lost.valueless_by_exception());
  EXPECT_NE(message_of([&] { static_cast<void>(dumps(lost)); }).find("valueless"), std::string::npos);

  struct beside_a_pointer {
    std::variant<std::unique_ptr<int>, even> held;
  };
  beside_a_pointer value;
  EXPECT_THROW(value.held.emplace<1>(3), std::invalid_argument);
  EXPECT_NE(message_of([&] { static_cast<void>(dumps(value)); }).find("valueless"), std::string::npos);
}

TEST(B28_pickling, leaves_nothing_of_what_a_constructor_has_made) {
  prepared value;
  value.owned = nullptr;
  value.shared = nullptr;
  value.watched.reset();
  value.maybe.reset();
  value.number.reset();
  value.texts.clear();
  value.numbers.clear();
  value.groups.clear();
  value.marks.clear();
  value.choice = "text";
  const auto loaded = loads<prepared>(dumps(value));
  EXPECT_EQ(loaded.owned, nullptr);
  EXPECT_EQ(loaded.shared, nullptr);
  EXPECT_EQ(loaded.watched.lock(), nullptr);
  EXPECT_FALSE(loaded.maybe.has_value());
  EXPECT_FALSE(loaded.number.has_value());
  EXPECT_TRUE(loaded.texts.empty() && loaded.numbers.empty() && loaded.groups.empty() && loaded.marks.empty());
  EXPECT_EQ(std::get<0>(loaded.choice), "text");
  EXPECT_EQ(*loads<prepared>(dumps(prepared())).owned, 1);
}

TEST(B28_pickling, keeps_what_is_shared_shared) {
  both_ways value;
  value.first = std::make_shared<int>(5);
  value.second = value.first;
  value.more = {{"a", value.first}, {"b", std::make_shared<int>(6)}, {"c", nullptr}};
  value.held = std::make_unique<std::string>("held");
  value.maybe = value.first;
  value.two = {std::make_unique<int>(8), 9};
  const both_ways loaded = loads<both_ways>(dumps(value));
  EXPECT_EQ(*loaded.first, 5);
  EXPECT_EQ(loaded.second, loaded.first);
  EXPECT_EQ(loaded.more.at("a"), loaded.first);
  EXPECT_EQ(*loaded.more.at("b"), 6);
  EXPECT_EQ(loaded.more.at("c"), nullptr);
  EXPECT_EQ(*std::get<1>(loaded.held), "held");
  EXPECT_EQ(loaded.maybe, loaded.first);
  EXPECT_EQ(*loaded.two.first, 8);
  EXPECT_EQ(loaded.first.use_count(), 4) << "loads must keep nothing";
}

TEST(B28_pickling, keeps_cycles) {
  auto first = std::make_shared<node>(1);
  first->next = std::make_shared<node>(2);
  first->next->next = first;
  first->back = first->next;
  const auto loaded = loads<std::shared_ptr<node>>(dumps(first));
  EXPECT_EQ(loaded->value, 1);
  EXPECT_EQ(loaded->next->value, 2);
  EXPECT_EQ(loaded->next->next, loaded);
  EXPECT_EQ(loaded->back.lock(), loaded->next);
  first->next = nullptr;
  loaded->next = nullptr;
}

TEST(B28_pickling, lets_a_weak_pointer_own_nothing) {
  const auto boss = std::make_shared<employee>("Ana");
  boss->staff = {std::make_shared<employee>("Bo", boss), std::make_shared<employee>("Cy", boss)};
  const auto all = loads<std::shared_ptr<employee>>(dumps(boss));
  EXPECT_EQ(all->staff[1]->boss.lock(), all);
  EXPECT_EQ(all->staff[1]->name, "Cy");

  const auto bytes = dumps(*boss->staff[0]);
  EXPECT_TRUE(loads<employee>(bytes).boss.expired());
  const auto* text = std::bit_cast<const char*>(bytes.data());
  EXPECT_EQ(std::string_view(text, bytes.size()).find("Ana"), std::string_view::npos) << "the boss was written too";
}

TEST(B28_pickling, goes_along_a_list_of_a_million_shared_objects) {
  std::shared_ptr<node> list;
  for (int i = 0; i < 1'000'000; ++i) {
    list = std::make_shared<node>(i, std::move(list));
  }
  auto loaded = loads<std::shared_ptr<node>>(dumps(list));
  int length = 0;
  for (const node* each = loaded.get(); each != nullptr; each = each->next.get()) {
    ++length;
  }
  EXPECT_EQ(length, 1'000'000);
  unlink(list);
  unlink(loaded);
}

TEST(B28_pickling, goes_along_a_list_of_a_million_owned_objects_and_lets_it_go_if_it_is_cut) {
  std::unique_ptr<chained> list;
  for (int i = 0; i < 1'000'000; ++i) {
    list = std::make_unique<chained>(i, std::move(list));
  }
  auto bytes = dumps(list);
  auto loaded = loads<std::unique_ptr<chained>>(bytes);
  EXPECT_EQ(loaded->next->value, 999'998);
  unlink(list);
  unlink(loaded);
  bytes.pop_back();
  EXPECT_THROW(static_cast<void>(loads<std::unique_ptr<chained>>(bytes)), pickle_error);
}

TEST(B28_pickling, bounds_how_deep_records_are_nested) {
  tree root;
  for (int i = 0; i < 50; ++i) {
    tree parent;
    parent.children.push_back(std::move(root));
    root = std::move(parent);
  }
  const auto bytes = dumps(root);
  EXPECT_EQ(loads<tree>(bytes).children[0].children.size(), 1U);
  EXPECT_NE(message_of([&] { static_cast<void>(dumps(root, {10})); }).find("nested more than 10 deep"),
            std::string::npos);
  EXPECT_NE(message_of([&] { static_cast<void>(loads<tree>(bytes, {50})); }).find("nested more than 50 deep"),
            std::string::npos);
  EXPECT_NO_THROW(static_cast<void>(loads<tree>(bytes, {51})));
  EXPECT_EQ(dumps(root, {51}), bytes);
}

TEST(B28_pickling, names_both_types_if_it_is_another) {
  const auto bytes = dumps(flat{1, 2, 3});
  const std::string message = message_of_loads<padded>(bytes);
  EXPECT_NE(message.find("flat"), std::string::npos) << message;
  EXPECT_NE(message.find("padded"), std::string::npos) << message;
  EXPECT_EQ(message_of_loads<std::vector<int>>(dumps(std::set<int>{1})),
            "pickle, byte 5: holds a value of type 'set<int32>', not of 'list<int32>'");
}

TEST(B28_pickling, names_the_offset_of_what_is_wrong) {
  auto bytes = dumps(std::vector<bool>{true, false});
  bytes.back() = std::byte{2};
  EXPECT_EQ(message_of_loads<std::vector<bool>>(bytes),
            std::format("pickle, byte {}: a bool is 2, not 0 or 1", bytes.size() - 1));

  bytes = dumps(lamp::on);
  bytes.back() = std::byte{3};
  EXPECT_EQ(message_of_loads<lamp>(bytes), std::format("pickle, byte {}: a bool is 3, not 0 or 1", bytes.size() - 1));
  bytes = dumps(std::vector<lamp>{lamp::on, lamp::off});
  bytes.back() = std::byte{3};
  EXPECT_THROW(static_cast<void>(loads<std::vector<lamp>>(bytes)), pickle_error);

  bytes = dumps(level::high);
  bytes[bytes.size() - 2] = std::byte{7};
  EXPECT_EQ(message_of_loads<level>(bytes), std::format("pickle, byte {}: 7 is no value of level", bytes.size() - 2));

  using choice = std::variant<int, bool>;
  bytes = dumps(choice(true));
  bytes[bytes.size() - 2] = std::byte{2};
  EXPECT_EQ(message_of_loads<choice>(bytes),
            std::format("pickle, byte {}: a variant of 2 alternatives has none at 2", bytes.size() - 2));

  bytes = dumps(std::make_shared<node>(1));
  bytes[bytes.size() - 2] = std::byte{9};
  EXPECT_EQ(message_of_loads<std::shared_ptr<node>>(bytes),
            std::format("pickle, byte {}: object 2 is the next to come, and 9 is not known", bytes.size() - 2));

  bytes = dumps(5);
  bytes.push_back({});
  EXPECT_EQ(message_of_loads<int>(bytes),
            std::format("pickle, byte {}: 1 bytes too many follow the value", bytes.size() - 1));
  bytes[4] = std::byte{2};
  EXPECT_EQ(message_of_loads<int>(bytes), "pickle, byte 4: version 2 of the format is unknown; known is 1");
  bytes[0] = {};
  EXPECT_EQ(message_of_loads<int>(bytes), "pickle, byte 0: this is no pickle: it does not begin as one");
  EXPECT_EQ(message_of_loads<int>({}), "pickle, byte 0: 4 bytes are missing of the 4 that follow, for 0 are left");
}

TEST(B28_pickling, refuses_lengths_that_the_input_cannot_hold) {
  const auto huge = [](auto bytes) {
    bytes.pop_back();
    for (int i = 0; i < 9; ++i) {
      bytes.push_back(std::byte{0xFF});
    }
    bytes.push_back(std::byte{1});
    return bytes;
  };
  const std::string message = message_of_loads<std::vector<std::string>>(huge(dumps(std::vector<std::string>())));
  EXPECT_NE(message.find("18446744073709551615 elements"), std::string::npos) << message;
  EXPECT_THROW(static_cast<void>(loads<std::string>(huge(dumps(std::string())))), pickle_error);
  EXPECT_THROW(static_cast<void>(loads<std::vector<nothing>>(huge(dumps(std::vector<nothing>())))), pickle_error);
  EXPECT_THROW(
      static_cast<void>(loads<std::vector<std::array<double, 9>>>(huge(dumps(std::vector<std::array<double, 9>>())))),
      pickle_error);
  using table = std::map<int, std::vector<int>>;
  EXPECT_THROW(static_cast<void>(loads<table>(huge(dumps(table())))), pickle_error);
}

TEST(B28_pickling, refuses_a_key_that_comes_twice) {
  auto bytes = dumps(std::set<char>{'a', 'b'});
  bytes.back() = std::byte{'a'};
  EXPECT_NE(message_of_loads<std::set<char>>(bytes).find("a set has an element twice"), std::string::npos);
  auto pairs = dumps(std::map<char, char>{{'a', 'x'}, {'b', 'y'}});
  pairs[pairs.size() - 2] = std::byte{'a'};
  const std::string message = message_of([&] { static_cast<void>(loads<std::map<char, char>>(pairs)); });
  EXPECT_NE(message.find("a map has a key twice"), std::string::npos) << message;
}

TEST(B28_pickling, refuses_an_object_that_is_of_another_type) {
  struct two_types {
    std::shared_ptr<int> number;
    std::shared_ptr<float> fraction;
  };
  auto bytes = dumps(two_types{std::make_shared<int>(1), std::make_shared<float>(2.0F)});
  bytes[bytes.size() - 9] = std::byte{1};
  const std::string message = message_of_loads<two_types>(bytes);
  EXPECT_NE(message.find("object 1 is no float"), std::string::npos) << message;
}

TEST(B28_pickling, survives_being_cut_anywhere) {
  const auto bytes = dumps(rich_value());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(static_cast<void>(loads<rich>(std::span(bytes).first(size))), pickle_error) << size;
  }
}

TEST(B28_pickling, survives_a_flip_of_any_bit) {
  const auto try_all = []<class T>(const T& value) {
    auto bytes = dumps(value);
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      const std::byte mask{static_cast<unsigned char>(1U << (bit % 8))};
      bytes[bit / 8] ^= mask;
      try {
        static_cast<void>(loads<T>(bytes));
      } catch (const pickle_error& error) {
        ++refused;
        EXPECT_LE(error.offset(), bytes.size());
      }
      bytes[bit / 8] ^= mask;
    }
    return refused;
  };
  EXPECT_GT(try_all(rich_value()), 0U);
  const auto boss = std::make_shared<employee>("Ana");
  boss->staff = {std::make_shared<employee>("Bo", boss), std::make_shared<employee>("Cy", boss)};
  EXPECT_GT(try_all(boss), 0U);
}
