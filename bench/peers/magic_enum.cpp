#include <magic_enum/magic_enum.hpp>

#include "enum_workload.hpp"

namespace {

using patterns_bench::word;

struct names {
  static std::string_view name_of(word value) { return magic_enum::enum_name(value); }

  static std::optional<word> word_named(std::string_view name) { return magic_enum::enum_cast<word>(name); }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer magic_enum", "magic_enum");
  return patterns_bench::register_enum<names>("magic_enum");
}();

}  // namespace
