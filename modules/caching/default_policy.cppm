/// @file
/// C9 · default_policy: what evicts when nobody has said what should.
export module patterns.caching:default_policy;

import std;
import :w_tiny_lfu;

export namespace patterns::caching {

/// The policy of a bounded_cache for which no other is named: w_tiny_lfu.
///
/// Of the policies here it is the only one that is close to the best of them both where demand is frequent (a shop's
/// pages, scans and loops larger than the cache, all of which defeat lru) and where it is recent (which defeats a pure
/// lfu, and sieve). `replay --compare` shows it on a trace of yours. Name another policy where you know better: lru has
/// an order that can be foretold and the least memory, sieve the cheapest hit.
/// Source: row C9.
using default_policy = w_tiny_lfu;

}  // namespace patterns::caching
