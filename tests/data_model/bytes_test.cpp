#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::byte_serializable;
using patterns::data_model::byte_size;
using patterns::data_model::bytes_error;
using patterns::data_model::endian;
using patterns::data_model::from_bytes;
using patterns::data_model::take_bytes;
using patterns::data_model::to_bytes;

enum class kind : std::uint16_t { request = 1, reply = 0x0203 };

enum unscoped { one };

struct point {
  std::int16_t x;
  std::int16_t y;
  [[nodiscard]] bool operator==(const point&) const = default;
};

struct message {
  bool is_last;
  kind what;
  double weight;
  std::array<point, 2> corners;
  std::uint8_t tag[3];
  std::byte flags;
  [[nodiscard]] bool operator==(const message&) const = default;
};

struct nothing {
  [[nodiscard]] bool operator==(const nothing&) const = default;
};

class percentage {
 public:
  using byte_form = std::uint8_t;
  constexpr explicit percentage(std::uint8_t value)
      : value_(value <= 100 ? value : throw std::out_of_range("percent")) {}
  constexpr explicit operator std::uint8_t() const { return value_; }
  [[nodiscard]] bool operator==(const percentage&) const = default;

 private:
  std::uint8_t value_;
};

struct progress {
  std::uint16_t job = 0;
  percentage done{std::uint8_t{0}};
  [[nodiscard]] bool operator==(const progress&) const = default;
};

// Can be made and moved, but neither copied nor assigned to.
class ticket {
 public:
  using byte_form = std::uint16_t;
  ticket() : ticket(std::uint16_t{0}) {}
  explicit ticket(std::uint16_t number) : number_(std::make_unique<std::uint16_t>(number)) {}
  ticket(ticket&&) = default;
  ticket& operator=(ticket&&) = delete;
  ~ticket() = default;
  explicit operator std::uint16_t() const { return *number_; }

 private:
  std::unique_ptr<std::uint16_t> number_;
};

struct holds_ticket {
  ticket held;
};

struct holds_pointer {
  int* pointer;
};

struct holds_text {
  std::string text;
};

struct holds_const {
  const int number = 1;
};

struct has_no_default {
  percentage done;
};

static_assert(byte_serializable<int> && byte_serializable<bool> && byte_serializable<float> && byte_serializable<kind>);
static_assert(byte_serializable<std::byte> && byte_serializable<char16_t> && byte_serializable<int[2][3]>);
static_assert(byte_serializable<message> && byte_serializable<nothing> && byte_serializable<percentage>);
static_assert(!byte_serializable<holds_pointer> && !byte_serializable<holds_text> && !byte_serializable<holds_const>);
static_assert(!byte_serializable<has_no_default> && !byte_serializable<unscoped> && !byte_serializable<long double>);
static_assert(!byte_serializable<int*> && !byte_serializable<std::string_view> && !byte_serializable<int&>);
static_assert(!byte_serializable<std::array<percentage, 2>> && !byte_serializable<percentage[2]>,
              "an element has no value to begin with");
static_assert(byte_serializable<ticket> && !byte_serializable<holds_ticket> && !byte_serializable<ticket[2]>,
              "a part is read by assigning to it");
static_assert(!byte_serializable<std::vector<int>> && !byte_serializable<void> && !byte_serializable<int[]>);

static_assert(byte_size<message> == 1 + 2 + 8 + 8 + 3 + 1 && sizeof(message) > byte_size<message>);
static_assert(byte_size<nothing> == 0);
static_assert(from_bytes<point>(to_bytes(point{1, -2})) == point{1, -2});
static_assert(from_bytes<double>(to_bytes(0.1, endian::little), endian::little) == 0.1);

template <class... Values>
std::vector<std::byte> bytes(Values... values) {
  return {static_cast<std::byte>(values)...};
}

template <class T>
std::vector<std::byte> written(const T& value, endian order) {
  const auto array = to_bytes(value, order);
  return {array.begin(), array.end()};
}

message sample() {
  return {true, kind::reply, -0.5, {{{-1, 2}, {300, -32768}}}, {7, 8, 9}, std::byte{0xA5}};
}

template <class Error = bytes_error, class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "no exception";
}

TEST(B7_to_bytes, writes_numbers_in_the_order_that_is_asked_for) {
  EXPECT_EQ(written(std::uint32_t{0x01020304}, endian::big), bytes(1, 2, 3, 4));
  EXPECT_EQ(written(std::uint32_t{0x01020304}, endian::little), bytes(4, 3, 2, 1));
  EXPECT_EQ(written(std::int16_t{-2}, endian::big), bytes(0xFF, 0xFE));
  EXPECT_EQ(written(1.0F, endian::big), bytes(0x3F, 0x80, 0, 0));
  EXPECT_EQ(written(1.0, endian::little), bytes(0, 0, 0, 0, 0, 0, 0xF0, 0x3F));
  EXPECT_EQ(written(kind::reply, endian::little), bytes(3, 2));
  EXPECT_EQ(written(true, endian::little), bytes(1));
}

TEST(B7_to_bytes, writes_as_the_network_does_if_no_order_is_given) {
  EXPECT_EQ(to_bytes(std::uint16_t{0x0102}), (std::array{std::byte{1}, std::byte{2}}));
  EXPECT_EQ(from_bytes<std::uint16_t>(bytes(1, 2)), 0x0102);
}

TEST(B7_to_bytes, writes_the_fields_of_a_record_without_padding) {
  EXPECT_EQ(written(sample(), endian::big),
            bytes(1, 2, 3, 0xBF, 0xE0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 2, 1, 0x2C, 0x80, 0, 7, 8, 9, 0xA5));
}

TEST(B7_from_bytes, gives_back_what_was_written_in_either_order) {
  for (const auto order : {endian::big, endian::little}) {
    EXPECT_EQ(from_bytes<message>(to_bytes(sample(), order), order), sample());
    EXPECT_EQ(from_bytes<nothing>(to_bytes(nothing{}, order), order), nothing{});
    EXPECT_EQ(from_bytes<progress>(to_bytes(progress{7, percentage{99}}, order), order), (progress{7, percentage{99}}));
  }
}

template <class T>
void gives_back_its_limits() {
  using limits = std::numeric_limits<T>;
  for (const T value : {limits::lowest(), limits::min(), T{}, T{1}, limits::max()}) {
    for (const auto order : {endian::big, endian::little}) {
      EXPECT_EQ(from_bytes<T>(to_bytes(value, order), order), value);
    }
  }
}

TEST(B7_from_bytes, gives_back_the_limits_of_every_arithmetic_type) {
  []<class... Ts>(std::type_identity<std::tuple<Ts...>>) {
    (gives_back_its_limits<Ts>(), ...);
  }(std::type_identity<
      std::tuple<bool, char, signed char, unsigned char, wchar_t, char8_t, char16_t, char32_t, short, unsigned short,
                 int, unsigned, long, unsigned long, long long, unsigned long long, float, double>>{});
}

TEST(B7_from_bytes, keeps_the_bits_of_a_nan_and_the_sign_of_zero) {
  const auto odd_nan = std::bit_cast<double>(std::uint64_t{0x7FF8'0000'0000'1234});
  EXPECT_EQ(std::bit_cast<std::uint64_t>(from_bytes<double>(to_bytes(odd_nan))), 0x7FF8'0000'0000'1234U);
  EXPECT_TRUE(std::signbit(from_bytes<float>(to_bytes(-0.0F))));
}

TEST(B7_from_bytes, refuses_input_that_is_too_short_at_every_length) {
  const auto whole = to_bytes(sample());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(message_of([&] { (void)from_bytes<message>(std::span(whole).first(size)); }),
              std::format("from_bytes: message takes 23 bytes, not {}", size));
  }
}

TEST(B7_from_bytes, refuses_input_that_is_too_long) {
  EXPECT_EQ(message_of([] { (void)from_bytes<kind>(bytes(0, 1, 2)); }), "from_bytes: kind takes 2 bytes, not 3");
}

TEST(B7_from_bytes, refuses_a_bool_that_is_neither_true_nor_false) {
  EXPECT_EQ(message_of([] { (void)from_bytes<bool>(bytes(2)); }), "from_bytes: the byte 0x02 is no bool");
}

TEST(B7_from_bytes, lets_a_class_refuse_what_it_is_given) {
  EXPECT_EQ(from_bytes<percentage>(bytes(100)), percentage{100});
  EXPECT_EQ(message_of<std::out_of_range>([] { (void)from_bytes<progress>(bytes(0, 7, 101)); }), "percent");
}

TEST(B7_from_bytes, does_not_care_where_the_bytes_lie) {
  const auto shifted = bytes(0xEE, 0x01, 0x02, 0x03, 0x04);
  EXPECT_EQ(from_bytes<std::uint32_t>(std::span(shifted).subspan(1)), 0x01020304U);
}

TEST(B7_take_bytes, takes_one_value_after_the_other) {
  const auto stream = bytes(0, 1, 0, 0, 0, 2, 9);
  std::span<const std::byte> rest = stream;
  EXPECT_EQ(take_bytes<std::uint16_t>(rest), 1);
  EXPECT_EQ(take_bytes<std::uint32_t>(rest), 2U);
  EXPECT_EQ(rest.size(), 1U);
}

TEST(B7_take_bytes, takes_what_can_only_be_moved) {
  const auto stream = bytes(0, 5, 0, 6);
  std::span<const std::byte> rest = stream;
  EXPECT_EQ(static_cast<std::uint16_t>(take_bytes<ticket>(rest)), 5);
  EXPECT_EQ(static_cast<std::uint16_t>(take_bytes<ticket>(rest)), 6);
  EXPECT_TRUE(rest.empty());
}

TEST(B7_take_bytes, leaves_the_input_alone_if_it_fails) {
  const auto stream = bytes(2, 1);
  std::span<const std::byte> rest = stream;
  EXPECT_EQ(message_of([&] { (void)take_bytes<std::uint32_t>(rest); }),
            "from_bytes: unsigned int takes 4 bytes, not 2");
  EXPECT_THROW((void)take_bytes<bool>(rest), bytes_error);
  EXPECT_EQ(rest.size(), 2U);
}

}  // namespace
