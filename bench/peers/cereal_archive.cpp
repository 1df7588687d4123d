// Cereal's binary archive. It reads and writes streams only: of those at hand, the fastest for it is one whose buffer
// is a plain array, written to without any growth check of the stream's own but one per call, and read in place.
#include <cereal/archives/binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/common.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <cereal/version.hpp>

#include <istream>
#include <ostream>
#include <streambuf>

#include "pickle_workload.hpp"

namespace patterns_bench {

template <class Archive>
void serialize(Archive& archive, quote& each) {
  archive(each.time, each.bid, each.ask, each.volume, each.venue);
}

template <class Archive>
void serialize(Archive& archive, order_line& line) {
  archive(line.article, line.price, line.pieces);
}

template <class Archive>
void serialize(Archive& archive, order& each) {
  archive(each.id, each.customer, each.lines, each.remark, each.discounts, each.measures);
}

template <class Archive>
void serialize(Archive& archive, trade& each) {
  archive(each.time, each.symbol, each.direction, each.is_open, each.price, each.limit, each.fills);
}

template <class Archive>
void serialize(Archive& archive, account& each) {
  archive(each.number, each.owner, each.trades);
}

}  // namespace patterns_bench

namespace {

class growing_buffer : public std::streambuf {
 public:
  std::string take() { return std::move(text_); }

 protected:
  std::streamsize xsputn(const char* characters, std::streamsize size) override {
    text_.append(characters, static_cast<std::size_t>(size));
    return size;
  }

  int_type overflow(int_type character) override {
    text_.push_back(static_cast<char>(character));
    return character;
  }

 private:
  std::string text_;
};

class reading_buffer : public std::streambuf {
 public:
  explicit reading_buffer(const std::string& text) {
    char* const begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

struct by_cereal {
  template <class T>
  static std::string dump(const T& value) {
    growing_buffer buffer;
    std::ostream stream(&buffer);
    cereal::BinaryOutputArchive archive(stream);
    archive(value);
    return buffer.take();
  }

  template <class T>
  static T load(const std::string& bytes) {
    reading_buffer buffer(bytes);
    std::istream stream(&buffer);
    cereal::BinaryInputArchive archive(stream);
    T value;
    archive(value);
    return value;
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer cereal", "Cereal " + std::to_string(CEREAL_VERSION_MAJOR) + "." +
                                                 std::to_string(CEREAL_VERSION_MINOR) + "." +
                                                 std::to_string(CEREAL_VERSION_PATCH) +
                                                 ", binary archive on a stream buffer that is a string in memory");
  patterns_bench::register_pickling<by_cereal>("flat", "cereal", patterns_bench::flat_value);
  patterns_bench::register_pickling<by_cereal>("nested", "cereal", patterns_bench::nested_value);
  patterns_bench::register_pickling<by_cereal>("fields", "cereal", patterns_bench::fields_value);
  return true;
}();

}  // namespace
