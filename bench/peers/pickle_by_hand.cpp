// What one would write for these structs and no others. Flat records are copied as they are, with their number before
// them. Of nested ones the size is counted first; each length is 4 bytes, and is checked against what is left.
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "pickle_workload.hpp"

namespace {

using patterns_bench::account;
using patterns_bench::order;
using patterns_bench::order_line;
using patterns_bench::quote;
using patterns_bench::trade;

constexpr std::size_t length_size = sizeof(std::uint32_t);

std::size_t size_of(const std::string& text) {
  return length_size + text.size();
}

std::size_t size_of(const std::vector<order>& orders) {
  std::size_t size = length_size;
  for (const order& each : orders) {
    size += sizeof(each.id) + size_of(each.customer) + length_size;
    for (const order_line& line : each.lines) {
      size += size_of(line.article) + sizeof(line.price) + sizeof(line.pieces);
    }
    size += 1 + (each.remark ? size_of(*each.remark) : 0) + length_size;
    for (const auto& [name, percent] : each.discounts) {
      size += size_of(name) + sizeof(percent);
    }
    size += length_size + each.measures.size() * sizeof(double);
  }
  return size;
}

std::size_t size_of(const std::vector<account>& accounts) {
  std::size_t size = length_size;
  for (const account& each : accounts) {
    size += sizeof(each.number) + size_of(each.owner) + length_size;
    for (const trade& made : each.trades) {
      size += sizeof(made.time) + size_of(made.symbol) + sizeof(made.direction) + sizeof(made.is_open) +
              sizeof(made.price) + 1 + (made.limit ? sizeof(double) : 0) + sizeof(made.fills);
    }
  }
  return size;
}

/// Into memory that is known to be enough.
class writer {
 public:
  explicit writer(std::byte* out) : out_(out) {}

  template <class Number>
  void number(Number value) {
    std::memcpy(out_, &value, sizeof(value));
    out_ += sizeof(value);
  }

  void length(std::size_t size) { number(static_cast<std::uint32_t>(size)); }

  void bytes(const void* from, std::size_t size) {
    std::memcpy(out_, from, size);
    out_ += size;
  }

  void text(const std::string& value) {
    length(value.size());
    bytes(value.data(), value.size());
  }

 private:
  std::byte* out_;
};

class reader {
 public:
  explicit reader(const std::vector<std::byte>& bytes) : next_(bytes.data()), end_(next_ + bytes.size()) {}

  const std::byte* take(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - next_)) {
      throw std::invalid_argument("too short");
    }
    return std::exchange(next_, next_ + size);
  }

  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof(value)), sizeof(value));
    return value;
  }

  bool flag() {
    const auto value = number<std::uint8_t>();
    if (value > 1) {
      throw std::invalid_argument("no flag");
    }
    return value == 1;
  }

  /// Of what has at least `smallest` bytes each.
  std::size_t length(std::size_t smallest) {
    const auto count = number<std::uint32_t>();
    if (count > static_cast<std::size_t>(end_ - next_) / smallest) {
      throw std::invalid_argument("too long");
    }
    return count;
  }

  void text(std::string& value) {
    const std::size_t size = length(1);
    value.assign(reinterpret_cast<const char*>(take(size)), size);
  }

 private:
  const std::byte* next_;
  const std::byte* end_;
};

void write(writer& out, const std::vector<order>& orders) {
  out.length(orders.size());
  for (const order& each : orders) {
    out.number(each.id);
    out.text(each.customer);
    out.length(each.lines.size());
    for (const order_line& line : each.lines) {
      out.text(line.article);
      out.number(line.price);
      out.number(line.pieces);
    }
    out.number(each.remark.has_value());
    if (each.remark) {
      out.text(*each.remark);
    }
    out.length(each.discounts.size());
    for (const auto& [name, percent] : each.discounts) {
      out.text(name);
      out.number(percent);
    }
    out.length(each.measures.size());
    out.bytes(each.measures.data(), each.measures.size() * sizeof(double));
  }
}

void read(reader& in, std::vector<order>& orders) {
  orders.resize(in.length(25));
  for (order& each : orders) {
    each.id = in.number<std::int64_t>();
    in.text(each.customer);
    each.lines.resize(in.length(16));
    for (order_line& line : each.lines) {
      in.text(line.article);
      line.price = in.number<double>();
      line.pieces = in.number<std::int32_t>();
    }
    if (in.flag()) {
      in.text(each.remark.emplace());
    }
    for (std::size_t left = in.length(8); left != 0; --left) {
      std::string name;
      in.text(name);
      each.discounts.emplace_hint(each.discounts.end(), std::move(name), in.number<std::int32_t>());
    }
    each.measures.resize(in.length(sizeof(double)));
    const std::size_t size = each.measures.size() * sizeof(double);
    std::memcpy(each.measures.data(), in.take(size), size);
  }
}

void write(writer& out, const std::vector<account>& accounts) {
  out.length(accounts.size());
  for (const account& each : accounts) {
    out.number(each.number);
    out.text(each.owner);
    out.length(each.trades.size());
    for (const trade& made : each.trades) {
      out.number(made.time);
      out.text(made.symbol);
      out.number(made.direction);
      out.number(made.is_open);
      out.number(made.price);
      out.number(made.limit.has_value());
      if (made.limit) {
        out.number(*made.limit);
      }
      out.number(made.fills);
    }
  }
}

void read(reader& in, std::vector<account>& accounts) {
  accounts.resize(in.length(12));
  for (account& each : accounts) {
    each.number = in.number<std::int32_t>();
    in.text(each.owner);
    each.trades.resize(in.length(39));
    for (trade& made : each.trades) {
      made.time = in.number<std::int64_t>();
      in.text(made.symbol);
      made.direction = in.number<patterns_bench::side>();
      made.is_open = in.flag();
      made.price = in.number<double>();
      if (in.flag()) {
        made.limit.emplace(in.number<double>());
      }
      made.fills = in.number<std::array<std::int32_t, 4>>();
    }
  }
}

struct by_hand {
  static std::vector<std::byte> dump(const std::vector<quote>& quotes) {
    const std::uint64_t count = quotes.size();
    const std::size_t size = quotes.size() * sizeof(quote);
    std::vector<std::byte> bytes(sizeof(count) + size);
    std::memcpy(bytes.data(), &count, sizeof(count));
    std::memcpy(bytes.data() + sizeof(count), quotes.data(), size);
    return bytes;
  }

  template <class T>
  static std::vector<std::byte> dump(const std::vector<T>& values) {
    std::vector<std::byte> bytes(size_of(values));
    writer out(bytes.data());
    write(out, values);
    return bytes;
  }

  template <class T>
  static T load(const std::vector<std::byte>& bytes) {
    if constexpr (std::is_same_v<T, std::vector<quote>>) {
      std::uint64_t count = 0;
      if (bytes.size() < sizeof(count)) {
        throw std::invalid_argument("too short");
      }
      std::memcpy(&count, bytes.data(), sizeof(count));
      if (count != (bytes.size() - sizeof(count)) / sizeof(quote)) {
        throw std::invalid_argument("another length");
      }
      T quotes(static_cast<std::size_t>(count));
      std::memcpy(quotes.data(), bytes.data() + sizeof(count), quotes.size() * sizeof(quote));
      return quotes;
    } else {
      reader in(bytes);
      T values;
      read(in, values);
      return values;
    }
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("note pickle_nested",
                              "mostly allocations, some 226 of them: what is written by hand and makes the same takes "
                              "more than a fifth of Cereal's time to load it; pickle_fields has few");
  patterns_bench::register_pickling<by_hand>("flat", "floor", patterns_bench::flat_value);
  patterns_bench::register_pickling<by_hand>("nested", "floor", patterns_bench::nested_value);
  patterns_bench::register_pickling<by_hand>("fields", "floor", patterns_bench::fields_value);
  return true;
}();

}  // namespace
