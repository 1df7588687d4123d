// What one would write for this one struct: its bytes, copied as they are, with their number before them.
#include <cstddef>
#include <cstring>
#include <stdexcept>

#include "pickle_workload.hpp"

namespace {

struct by_hand {
  static std::vector<std::byte> dump(const std::vector<patterns_bench::quote>& quotes) {
    const std::uint64_t count = quotes.size();
    const std::size_t size = quotes.size() * sizeof(patterns_bench::quote);
    std::vector<std::byte> bytes(sizeof(count) + size);
    std::memcpy(bytes.data(), &count, sizeof(count));
    std::memcpy(bytes.data() + sizeof(count), quotes.data(), size);
    return bytes;
  }

  template <class T>
  static T load(const std::vector<std::byte>& bytes) {
    std::uint64_t count = 0;
    if (bytes.size() < sizeof(count)) {
      throw std::invalid_argument("too short");
    }
    std::memcpy(&count, bytes.data(), sizeof(count));
    if (count != (bytes.size() - sizeof(count)) / sizeof(patterns_bench::quote)) {
      throw std::invalid_argument("another length");
    }
    T quotes(static_cast<std::size_t>(count));
    std::memcpy(quotes.data(), bytes.data() + sizeof(count), quotes.size() * sizeof(patterns_bench::quote));
    return quotes;
  }
};

const bool registered = [] {
  patterns_bench::register_pickling<by_hand>("flat", "floor", patterns_bench::flat_value);
  return true;
}();

}  // namespace
