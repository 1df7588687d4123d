// clang must say: does not satisfy 'cache'
// gcc must say: cache<
import std;
import patterns.caching;

patterns::caching::versioned_cache<std::map<int, int>> prices;
