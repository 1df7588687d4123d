#include <boost/pfr.hpp>
#include <boost/version.hpp>

#include "record_workload.hpp"

namespace {

struct by_pfr {
  static double sum(const patterns_bench::ten_fields& fields) {
    double result = 0;
    boost::pfr::for_each_field(fields, [&result](auto field) { result += static_cast<double>(field); });
    return result;
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer boost_pfr", "Boost.PFR " BOOST_LIB_VERSION);
  return patterns_bench::register_record<by_pfr>("boost_pfr");
}();

}  // namespace
