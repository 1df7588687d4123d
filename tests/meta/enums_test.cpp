#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import test.goods;

namespace shop {

enum class color { red, green, blue = 5 };

enum class status : std::uint16_t { ok = 200, fine = 200, moved = 301, lost = 404, teapot = 418 };

enum class permission : std::uint32_t { read = 1, write = 2, execute = 4, admin = 0x8000'0000U };

}  // namespace shop

template <>
inline constexpr auto patterns::meta::describe_enum<shop::status> =
    patterns::meta::enumerators<shop::status>({{"ok", shop::status::ok},
                                               {"fine", shop::status::fine},
                                               {"teapot", shop::status::teapot},
                                               {"lost", shop::status::lost},
                                               {"moved", shop::status::moved}});

template <>
struct std::formatter<shop::color> : patterns::meta::enum_formatter<shop::color> {};

namespace {

using patterns::meta::enum_cast;
using patterns::meta::enum_count;
using patterns::meta::enum_name;
using patterns::meta::enum_range;
using patterns::meta::enum_values;
using patterns::meta::flags;
using patterns::meta::flags_cast;
using patterns::meta::scoped_enum;
using shop::color;
using shop::permission;
using shop::status;

enum unscoped { one, two };
enum class nothing {};
enum class small : signed char { least = -128, zero = 0, greatest = 127 };
enum class byte_wide : unsigned char { none, high = 200, all = 255 };
enum class truth : bool { no, yes };
enum class letter : char { a = 'a', comma = ',', quote = '\'', bracket = '<' };
enum class negative { minus_two = -2, minus_one = -1 };
enum class wide : std::int64_t { least = std::numeric_limits<std::int64_t>::min(), zero = 0, million = 1'000'000 };
enum class huge : std::uint64_t { top = std::numeric_limits<std::uint64_t>::max(), low = 1 };
enum class around : std::uint64_t { top = std::numeric_limits<std::uint64_t>::max(), bottom = 0 };
enum class storey : int { cellar = -1, ground, first, second };
enum class countdown { three = 3, two = 2, one = 1 };
enum class device : int { off = 0, ready = 1, failed = std::numeric_limits<int>::min() };
enum class port : std::int16_t { first = 1, last = std::numeric_limits<std::int16_t>::min() };
enum class mask : std::int64_t { low = 1, top = std::numeric_limits<std::int64_t>::min() };
enum class wide_mask : std::uint64_t { low = 1, top = std::uint64_t{1} << 63U };
enum class far { thousand = 1000, thousand_and_one = 1001 };

template <class T, char Mark>
struct scope {
  enum class inner { first, second };
};

}  // namespace

template <>
inline constexpr auto patterns::meta::describe_enum<wide> =
    patterns::meta::enumerators<wide>({{"least", wide::least}, {"zero", wide::zero}, {"million", wide::million}});

template <>
inline constexpr auto patterns::meta::describe_enum<huge> =
    patterns::meta::enumerators<huge>({{"top", huge::top}, {"low", huge::low}});

template <>
inline constexpr auto patterns::meta::describe_enum<around> =
    patterns::meta::enumerators<around>({{"top", around::top}, {"bottom", around::bottom}});

template <>
inline constexpr auto patterns::meta::describe_enum<storey> = patterns::meta::enumerators<storey>(
    {{"cellar", storey::cellar}, {"ground", storey::ground}, {"first", storey::first}, {"second", storey::second}});

template <>
inline constexpr auto patterns::meta::describe_enum<countdown> = patterns::meta::enumerators<countdown>(
    {{"three", countdown::three}, {"two", countdown::two}, {"one", countdown::one}});

namespace {

static_assert(scoped_enum<color>);
static_assert(scoped_enum<std::byte>);
static_assert(!scoped_enum<unscoped>);
static_assert(!scoped_enum<int>);
static_assert(!scoped_enum<std::string>);

static_assert(enum_count<color> == 3);
static_assert(enum_count<nothing> == 0);
static_assert(enum_values<color> == std::array{color::red, color::green, color::blue});
static_assert(enum_values<nothing>.empty());
static_assert(enum_values<small> == std::array{small::least, small::zero, small::greatest});
static_assert(enum_values<byte_wide> == std::array{byte_wide::none, byte_wide::high, byte_wide::all});
static_assert(enum_values<truth> == std::array{truth::no, truth::yes});
static_assert(enum_values<letter> == std::array{letter::quote, letter::comma, letter::bracket, letter::a});
static_assert(enum_values<negative> == std::array{negative::minus_two, negative::minus_one});
static_assert(enum_values<permission> ==
              std::array{permission::read, permission::write, permission::execute, permission::admin});

static_assert(enum_name(color::blue) == "blue");
static_assert(enum_name(static_cast<color>(3)).empty());
static_assert(enum_name(static_cast<color>(-1)).empty());
static_assert(enum_name(static_cast<color>(std::numeric_limits<int>::min())).empty());
static_assert(enum_name(nothing{}).empty());
static_assert(enum_name(permission::admin) == "admin");
static_assert(enum_name(scope<std::pair<int, char>, '<'>::inner::second) == "second");

// The range is the caller's to choose.
static_assert(enum_count<far, enum_range{1000, 1001}> == 2);
static_assert(enum_name<enum_range{900, 1500}>(far::thousand_and_one) == "thousand_and_one");
static_assert(enum_cast<far, enum_range{900, 1500}>("thousand") == far::thousand);
static_assert(enum_count<color, enum_range{1, 5}> == 2);
static_assert(enum_count<color, enum_range{6, 2}> == 0);
static_assert(enum_count<byte_wide, enum_range{-1000, 1000}> == 3);
static_assert(enum_count<negative, enum_range{-1, 0}> == 1);
static_assert(enum_count<permission, enum_range{0, 0, true}> == 4);

// A single bit is one wherever it lies, the one of the sign included.
static_assert(enum_count<permission, enum_range{100, 200, true}> == 4);
static_assert(enum_count<permission, enum_range{6, 2, true}> == 4);
static_assert(enum_count<permission, enum_range{2, 2, true}> == 4);
static_assert(enum_values<permission, enum_range{100, 200, true}> == enum_values<permission>);
static_assert(enum_count<truth, enum_range{6, 2, true}> == 1);
static_assert(enum_values<device> == std::array{device::failed, device::off, device::ready});
static_assert(enum_name(device::failed) == "failed");
static_assert(enum_cast<device>("failed") == device::failed);
static_assert(enum_count<device, enum_range{-8, 8}> == 2, "only if single bits are asked for");
static_assert(enum_values<port> == std::array{port::last, port::first});
static_assert(enum_values<mask> == std::array{mask::top, mask::low});
static_assert(enum_count<mask, enum_range{6, 2, true}> == 2);
static_assert(enum_values<wide_mask> == std::array{wide_mask::low, wide_mask::top});

static_assert(enum_values<goods::grade> == std::array{goods::grade::a, goods::grade::b, goods::grade::rejected});
static_assert(enum_name(goods::grade::rejected) == "rejected");

static_assert(enum_cast<color>("green") == color::green);
static_assert(enum_cast<color>("Green") == std::nullopt);
static_assert(enum_cast<color>("") == std::nullopt);
static_assert(enum_cast<color>("gree") == std::nullopt);
static_assert(enum_cast<color>("color::green") == std::nullopt);
static_assert(enum_cast<nothing>("x") == std::nullopt);
static_assert(enum_cast<color>(5) == color::blue);
static_assert(enum_cast<color>(2) == std::nullopt);
static_assert(enum_cast<color>(5'000'000'000) == std::nullopt);
static_assert(enum_cast<small>(255) == std::nullopt);
static_assert(enum_cast<byte_wide>(-1) == std::nullopt);
static_assert(enum_cast<huge>(-1) == std::nullopt);
static_assert(enum_cast<huge>(std::numeric_limits<std::uint64_t>::max()) == huge::top);

TEST(A28_enum, gives_every_value_its_name_and_every_name_its_value) {
  for (const auto value : enum_values<letter>) {
    EXPECT_EQ(enum_cast<letter>(enum_name(value)), value);
  }
  for (const auto value : enum_values<status>) {
    EXPECT_EQ(enum_cast<status>(enum_name(value)), value);
  }
}

TEST(A28_enum, reads_a_name_given_at_run_time) {
  const std::string text = "bl" + std::string("ue");
  EXPECT_EQ(enum_cast<color>(text), color::blue);
  EXPECT_EQ(enum_cast<color>(text + std::string(1, '\0')), std::nullopt);
  EXPECT_EQ(enum_cast<color>(std::string(10'000, 'x')), std::nullopt);
}

TEST(A28_enum, knows_every_alias_of_a_described_value_and_names_it_by_the_first) {
  EXPECT_EQ(enum_name(status::fine), "ok");
  EXPECT_EQ(enum_cast<status>("fine"), status::ok);
  EXPECT_EQ(enum_count<status>, 4U);
}

TEST(A28_enum, lists_described_values_in_ascending_order) {
  EXPECT_EQ(enum_values<status>, (std::array{status::ok, status::moved, status::lost, status::teapot}));
}

TEST(A28_enum, describes_values_at_both_ends_of_64_bits) {
  EXPECT_EQ(enum_name(wide::least), "least");
  EXPECT_EQ(enum_name(wide::million), "million");
  EXPECT_EQ(enum_name(static_cast<wide>(-1)), "");
  EXPECT_EQ(enum_name(huge::top), "top");
  EXPECT_EQ(enum_cast<huge>("top"), huge::top);
  EXPECT_EQ(enum_values<wide>, (std::array{wide::least, wide::zero, wide::million}));
}

TEST(A28_enum, names_values_listed_in_their_order_and_in_any_other) {
  EXPECT_EQ(enum_name(storey::cellar), "cellar");
  EXPECT_EQ(enum_name(storey::second), "second");
  EXPECT_EQ(enum_name(static_cast<storey>(-2)), "");
  EXPECT_EQ(enum_name(static_cast<storey>(3)), "");
  EXPECT_EQ(enum_name(countdown::three), "three");
  EXPECT_EQ(enum_name(countdown::one), "one");
  EXPECT_EQ(enum_name(static_cast<countdown>(4)), "");
}

// The number after the greatest is the least.
TEST(A28_enum, tells_the_greatest_number_from_the_one_before_the_least) {
  EXPECT_EQ(enum_name(around::top), "top");
  EXPECT_EQ(enum_name(around::bottom), "bottom");
  EXPECT_EQ(enum_name(static_cast<around>(1)), "");
}

TEST(A28_enum, formats_as_a_string_and_says_the_number_of_a_value_without_a_name) {
  EXPECT_EQ(std::format("{}", color::red), "red");
  EXPECT_EQ(std::format("[{:>6}]", color::red), "[   red]");
  EXPECT_EQ(std::format("{}", static_cast<color>(7)), "color(7)");
}

enum class alphabet : std::int16_t { n0 = 30'000, n1 = -30'000, n2 = 5, n3 = -7, n4 = 900, n5 = 5 };

}  // namespace

template <>
inline constexpr auto patterns::meta::describe_enum<alphabet> =
    patterns::meta::enumerators<alphabet>({{"n", alphabet::n0},
                                           {"no", alphabet::n1},
                                           {"nor", alphabet::n2},
                                           {"north", alphabet::n3},
                                           {"northern", alphabet::n4},
                                           {"northernmost place on earth", alphabet::n5}});

namespace {

TEST(A28_enum, sorts_what_is_written_out_of_order_and_keeps_the_first_of_equal_values) {
  EXPECT_EQ(enum_values<alphabet>, (std::array{alphabet::n1, alphabet::n3, alphabet::n2, alphabet::n4, alphabet::n0}));
  EXPECT_EQ(enum_name(alphabet::n5), "nor");
  EXPECT_EQ(enum_name(alphabet::n1), "no");
  EXPECT_EQ(enum_name(static_cast<alphabet>(6)), "");
}

TEST(A28_enum, tells_names_of_every_length_from_their_neighbours) {
  for (const std::string name : {"n", "no", "nor", "north", "northern", "northernmost place on earth"}) {
    EXPECT_TRUE(enum_cast<alphabet>(name)) << name;
    for (std::size_t i = 0; i < name.size(); ++i) {
      auto changed = name;
      changed[i] = '!';
      EXPECT_FALSE(enum_cast<alphabet>(changed)) << changed;
    }
    EXPECT_FALSE(enum_cast<alphabet>(name + "!")) << name;
  }
  EXPECT_FALSE(enum_cast<alphabet>("northernmost place on eart"));
  EXPECT_FALSE(enum_cast<alphabet>(""));
}

TEST(A28_flags, combine_and_take_apart) {
  flags<permission> allowed{permission::read, permission::write};
  EXPECT_TRUE(allowed.contains(permission::read));
  EXPECT_FALSE(allowed.contains(permission::execute));
  EXPECT_FALSE(allowed.contains({permission::read, permission::execute}));
  EXPECT_TRUE(allowed.intersects({permission::read, permission::execute}));
  allowed.reset(permission::read).toggle(permission::admin);
  EXPECT_EQ(allowed, (flags{permission::write, permission::admin}));
  EXPECT_EQ(allowed & permission::admin, flags{permission::admin});
  EXPECT_EQ(allowed ^ allowed, flags<permission>{});
  EXPECT_EQ(~allowed, (flags{permission::read, permission::execute}));
}

TEST(A28_flags, are_written_by_name_with_the_rest_as_a_number) {
  EXPECT_EQ((flags{permission::read, permission::admin}.to_string()), "read|admin");
  EXPECT_EQ(flags<permission>{}.to_string(), "0");
  EXPECT_EQ(flags<permission>::from_bits(0x48).to_string(), "0x48");
  EXPECT_EQ(flags<permission>::from_bits(0x41).to_string(), "read|0x40");
  EXPECT_EQ(std::format("{:-^14}", flags{permission::read, permission::write}), "--read|write--");
}

TEST(A28_flags, have_the_bit_of_the_sign_too) {
  EXPECT_EQ(flags<device>::all().bits(), 0x8000'0001U);
  EXPECT_EQ((flags{device::failed, device::ready}.to_string()), "failed|ready");
  EXPECT_EQ(flags_cast<device>("ready|failed"), (flags{device::ready, device::failed}));
  EXPECT_EQ(~flags{device::ready}, flags{device::failed});
}

TEST(A28_flags, are_read_by_name_or_not_at_all) {
  EXPECT_EQ(flags_cast<permission>("write|read"), (flags{permission::read, permission::write}));
  EXPECT_EQ(flags_cast<permission>("0"), flags<permission>{});
  EXPECT_EQ(flags_cast<permission>("read|fly"), std::nullopt);
  EXPECT_EQ(flags_cast<permission>("read|"), std::nullopt);
  EXPECT_EQ(flags_cast<permission>(""), std::nullopt);
}

static_assert(sizeof(flags<permission>) == sizeof(permission));

}  // namespace
