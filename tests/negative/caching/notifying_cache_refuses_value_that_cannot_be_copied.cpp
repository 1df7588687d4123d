// clang must say: does not satisfy 'copy_constructible'
// gcc must say: copy_constructible<
import std;
import patterns.caching;

using patterns::caching::lru_cache;
using patterns::caching::notifying_cache;

notifying_cache<lru_cache<int, std::unique_ptr<int>>> jobs(10);
