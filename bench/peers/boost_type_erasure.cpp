#include <boost/mpl/vector.hpp>
#include <boost/type_erasure/any.hpp>
#include <boost/type_erasure/any_cast.hpp>
#include <boost/type_erasure/builtin.hpp>
#include <boost/type_erasure/member.hpp>
#include <boost/version.hpp>

#include "erasure_workload.hpp"

BOOST_TYPE_ERASURE_MEMBER((patterns_bench)(has_add), add, 1)
BOOST_TYPE_ERASURE_MEMBER((patterns_bench)(has_twice), twice, 1)

namespace {

namespace erasure = boost::type_erasure;
using patterns_bench::adder;
using patterns_bench::has_add;
using patterns_bench::has_twice;

using common = boost::mpl::vector<erasure::copy_constructible<>, erasure::typeid_<>, erasure::relaxed>;
using adds = boost::mpl::vector<common, has_add<int(int), const erasure::_self>>;

struct boost_erasure {
  using both = erasure::any<boost::mpl::vector<adds, has_twice<int(int), const erasure::_self>>>;
  static both make(int amount) { return adder{amount}; }
  static int call(const both& value, int x) { return value.add(x); }
  static both copy(const both& value) { return value; }
  static erasure::any<adds> to_weaker(const both& value) { return value; }
  static bool is_sized(const both& value) { return erasure::any_cast<const adder*>(&value) != nullptr; }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer boost_type_erasure",
                              "boost::type_erasure::any, asked for its type, Boost " BOOST_LIB_VERSION);
  return patterns_bench::register_erasure<boost_erasure>("boost_type_erasure");
}();

}  // namespace
