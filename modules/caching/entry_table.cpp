module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

// An entry that cannot expire is as large as it would be if none could.
struct plain_node {
  std::uint32_t tag;
  removal_cause cause;
  std::pair<const int, int> entry;
};
static_assert(sizeof(cache_node<std::pair<const int, int>, no_weight, no_times>) == sizeof(plain_node));

// A look-up mostly ends with the one that it reads first, which is to cost no more than half a cache line.
static_assert(sizeof(index_group) == 32);

}  // namespace

}  // namespace patterns::caching::detail
