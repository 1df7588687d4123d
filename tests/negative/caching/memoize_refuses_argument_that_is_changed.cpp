// must not compile, and must say: memo_argument
import std;
import patterns.caching;

auto count = patterns::caching::memoize([](int& calls) { return ++calls; }, 10);
