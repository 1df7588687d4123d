// Boost.OpenMethod with references, as ours: the tables of the classes are found by the address of the type_info.
#include <boost/openmethod.hpp>
#include <boost/openmethod/initialize.hpp>
#include <boost/version.hpp>

#include "dispatch_workload.hpp"

namespace {

using boost::openmethod::method;
using boost::openmethod::virtual_;
using patterns_bench::body;
using patterns_bench::kind;

using one = method<struct one_id, std::size_t(virtual_<const body&>)>;
using two = method<struct two_id, std::size_t(virtual_<const body&>, virtual_<const body&>)>;
using three = method<struct three_id, std::size_t(virtual_<const body&>, virtual_<const body&>, virtual_<const body&>)>;

template <class Numbers>
struct registered_kinds;

template <std::size_t... Number>
struct registered_kinds<std::index_sequence<Number...>> {
  boost::openmethod::use_classes<body, kind<Number>...> used;
  one::override<&patterns_bench::answer_1<Number>...> overriders_1;
};

template <std::size_t A, class Numbers>
struct registered_pairs;

template <std::size_t A, std::size_t... B>
struct registered_pairs<A, std::index_sequence<B...>> {
  two::override<&patterns_bench::answer_2<A, B>...> overriders;
};

template <std::size_t A, std::size_t B, class Numbers>
struct registered_triples;

template <std::size_t A, std::size_t B, std::size_t... C>
struct registered_triples<A, B, std::index_sequence<C...>> {
  three::override<&patterns_bench::answer_3<A, B, C>...> overriders;
};

using eight = std::make_index_sequence<8>;
using four = std::make_index_sequence<4>;

template <class Numbers>
struct all_pairs;
template <std::size_t... A>
struct all_pairs<std::index_sequence<A...>> : registered_pairs<A, eight>... {};

template <std::size_t A, class Numbers>
struct some_triples;
template <std::size_t A, std::size_t... B>
struct some_triples<A, std::index_sequence<B...>> : registered_triples<A, B, four>... {};

template <class Numbers>
struct all_triples;
template <std::size_t... A>
struct all_triples<std::index_sequence<A...>> : some_triples<A, four>... {};

registered_kinds<eight> kinds;
all_pairs<eight> pairs;
all_triples<four> triples;

const bool registered = [] {
  boost::openmethod::initialize();
  benchmark::AddCustomContext("peer boost_openmethod", "Boost.OpenMethod of Boost " BOOST_LIB_VERSION);
  patterns_bench::register_dispatch<1>("boost_openmethod", [](const body& a) { return one::fn(a); });
  patterns_bench::register_dispatch<2>("boost_openmethod", [](const body& a, const body& b) { return two::fn(a, b); });
  patterns_bench::register_dispatch<3>("boost_openmethod",
                                       [](const body& a, const body& b, const body& c) { return three::fn(a, b, c); });
  return true;
}();

}  // namespace
