// clang must say: does not satisfy 'cache'
// gcc must say: cache<
import std;
import patterns.async;
import patterns.caching;

using loader = patterns::async::task<std::string> (*)(const int&);

void warm(patterns::caching::cache_warmer<std::map<int, std::string>, loader>& warmer);
