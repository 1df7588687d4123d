#include <boost/describe.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/version.hpp>

#include "enum_workload.hpp"

namespace patterns_bench {
// Boost.Describe declares a static function for each enumeration that is only asked for its type.
#pragma clang diagnostic ignored "-Wunneeded-internal-declaration"
// BOOST_DESCRIBE_ENUM takes no more than 52 arguments; this is what it consists of.
#define ENTRY(name) BOOST_DESCRIBE_ENUM_ENTRY(word, name)
BOOST_DESCRIBE_ENUM_BEGIN(word) PATTERNS_BENCH_WORDS(ENTRY) BOOST_DESCRIBE_ENUM_END(word)
}  // namespace patterns_bench

namespace {

using patterns_bench::word;

struct names {
  static std::string_view name_of(word value) { return boost::describe::enum_to_string(value, ""); }

  static std::optional<word> word_named(const std::string& name) {
    word value{};
    return boost::describe::enum_from_string(name.c_str(), value) ? std::optional(value) : std::nullopt;
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer boost_describe", "Boost.Describe " BOOST_LIB_VERSION);
  return patterns_bench::register_enum<names>("boost_describe");
}();

}  // namespace
